/** JSONL: one JSON object a line. */
import { taskError } from '../task-error.ts';
import { recordItem } from './json-record.ts';
import { MOST_ROW_CHARACTERS } from './limits.ts';
import { rowTooLong, type ReadItem, type RowReader } from './row-reader.ts';

export class JsonlReader implements RowReader {
  private readonly file: string;
  private rest = '';
  private line = 1;
  private isFirst = true;

  constructor(file: string) {
    this.file = file;
  }

  push(text: string): readonly ReadItem[] {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    const items = lines.flatMap((line) => this.item(line));
    if (this.rest.length > MOST_ROW_CHARACTERS)
      throw rowTooLong(this.file, this.line, 'Write one JSON object a line.');
    return items;
  }

  end(): readonly ReadItem[] {
    return this.item(this.rest);
  }

  private item(text: string): readonly ReadItem[] {
    const line = this.line;
    this.line += 1;
    if (text.trim() === '') return [];
    if (this.isFirst && text.trimStart().startsWith('[')) {
      const message = 'the file holds a JSON array, and not one JSON object a line.';
      throw taskError(this.file, message, 'Name it .json, as which arrays of objects are read.', { line });
    }
    this.isFirst = false;
    return [recordItem(text, line)];
  }
}
