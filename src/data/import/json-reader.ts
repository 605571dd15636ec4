/** JSON: an array of objects, cut into its items piece by piece, so that the file is never in memory as a whole. */
import type { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';
import { recordItem } from './json-record.ts';
import { MOST_ROW_CHARACTERS } from './limits.ts';
import { countOf, malformed, rowTooLong, type ReadItem, type RowReader } from './row-reader.ts';

const FORM =
  'Write an array of objects, [{"text": "…", "label": "…"}, …]; a file with one object a line is .jsonl.';

/** What an array's items become, and what to say where there is no array. */
export interface ArrayItems<Item> {
  readonly itemOf: (text: string, line: number) => Item;
  readonly malformed: (line: number, reason: string) => Item;
  readonly form: string;
}

/** Finds where items end; `itemOf` judges what is in them. */
export class JsonArrayReader<Item> {
  private state: 'before' | 'within' | 'after' = 'before';
  private line = 1;
  /** The unfinished item, and the line that it starts on. */
  private item = '';
  private itemLine = 1;
  private depth = 0;
  private inText = false;
  private escaped = false;

  constructor(
    private readonly file: string,
    private readonly items: ArrayItems<Item>,
  ) {}

  push(text: string): readonly Item[] {
    const items: Item[] = [];
    let start = 0;
    for (let i = 0; i < text.length; i += 1) {
      const mark = text[i] ?? '';
      if (mark === '\n') this.line += 1;
      if (this.state !== 'within') {
        this.outside(mark);
        start = i + 1;
      } else if (this.ends(mark)) {
        items.push(...this.take(this.item + text.slice(start, i), mark));
        start = i + 1;
      }
    }
    this.item += text.slice(start);
    if (this.item.length > MOST_ROW_CHARACTERS) throw rowTooLong(this.file, this.itemLine, this.items.form);
    return items;
  }

  end(): readonly Item[] {
    if (this.state === 'after') return [];
    throw this.wrong(this.state === 'before' ? 'the file is empty.' : 'the array is never closed.');
  }

  private outside(mark: string): void {
    if (mark.trim() === '') return;
    if (this.state === 'after') throw this.wrong('something follows the array.');
    if (mark !== '[') throw this.wrong('the file does not start with an array.');
    this.state = 'within';
    this.itemLine = this.line;
  }

  /** Whether `mark` ends an item. */
  private ends(mark: string): boolean {
    if (this.inText) {
      if (this.escaped) this.escaped = false;
      else if (mark === '\\') this.escaped = true;
      else if (mark === '"') this.inText = false;
      return false;
    }
    if (mark === '"') this.inText = true;
    else if (mark === '{' || mark === '[') this.depth += 1;
    else if (this.depth === 0) return mark === ',' || mark === ']';
    else if (mark === '}' || mark === ']') this.depth -= 1;
    return false;
  }

  private take(text: string, mark: string): readonly Item[] {
    const blank = text.slice(0, text.length - text.trimStart().length);
    const line = this.itemLine + countOf('\n', blank);
    this.item = '';
    this.itemLine = this.line;
    if (mark === ']') this.state = 'after';
    if (blank.length < text.length) return [this.items.itemOf(text, line)];
    return mark === ']' ? [] : [this.items.malformed(line, 'there is nothing between two commas')];
  }

  private wrong(message: string): LabError {
    return taskError(this.file, message, this.items.form, { line: this.line });
  }
}

/** An array of rows. */
export class JsonReader extends JsonArrayReader<ReadItem> implements RowReader {
  constructor(file: string) {
    super(file, { itemOf: recordItem, malformed, form: FORM });
  }
}
