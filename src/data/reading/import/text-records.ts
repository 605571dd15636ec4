/** A part's text cut into records. */
import type { LabError } from '../../../errors/lab-error.ts';
import { JsonArrayReader } from '../../import/json-reader.ts';
import { MOST_ROW_CHARACTERS } from '../../import/limits.ts';
import { rowTooLong } from '../../import/row-reader.ts';
import type { ReadingRecord, RecordShape } from './reading-import.ts';
import type { TextPart } from './text-parts.ts';

/** What can be pushed into and ends. */
interface Cutter {
  push(text: string): readonly ReadingRecord[];
  end(): readonly ReadingRecord[];
}

const CUTTERS: Readonly<Record<RecordShape, (part: TextPart) => Cutter>> = {
  lines: (part) => new Lines(part),
  array: (part) => {
    const recordOf = (text: string, line: number): ReadingRecord => ({
      file: part.name,
      split: part.split,
      line,
      text,
    });
    return new JsonArrayReader(part.name, {
      itemOf: recordOf,
      // No JSON: whoever reads the record says so.
      malformed: (line) => recordOf('', line),
      form: 'Give the file as its authors wrote it: an array of questions.',
    });
  },
  whole: (part) => new Whole(part),
};

const tooLong = ({ name }: TextPart, line: number): LabError =>
  rowTooLong(name, line, 'Give the file as its authors wrote it.');

class Lines implements Cutter {
  private rest = '';
  private line = 1;

  constructor(private readonly part: TextPart) {}

  push(text: string): readonly ReadingRecord[] {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > MOST_ROW_CHARACTERS) throw tooLong(this.part, this.line + lines.length);
    return lines.flatMap((line) => this.record(line));
  }

  end(): readonly ReadingRecord[] {
    return this.record(this.rest);
  }

  private record(text: string): readonly ReadingRecord[] {
    const line = this.line;
    this.line += 1;
    if (text.trim() === '') return [];
    return [{ file: this.part.name, split: this.part.split, line, text }];
  }
}

class Whole implements Cutter {
  private text = '';

  constructor(private readonly part: TextPart) {}

  push(text: string): readonly ReadingRecord[] {
    this.text += text;
    if (this.text.length > MOST_ROW_CHARACTERS) throw tooLong(this.part, 1);
    return [];
  }

  end(): readonly ReadingRecord[] {
    return [{ file: this.part.name, split: this.part.split, line: 1, text: this.text }];
  }
}

/** @throws LabError `task` for a record without an end, or where no array is */
export async function* textRecords(
  part: TextPart,
  shape: RecordShape,
): AsyncGenerator<readonly ReadingRecord[], void, void> {
  const cutter = CUTTERS[shape](part);
  for await (const text of part.pieces()) yield cutter.push(text);
  yield cutter.end();
}
