/**
 * Bytes to text, piece by piece: UTF-8, with or without a byte-order mark, and UTF-16 with one. Nothing else is
 * guessed, because a wrong guess (Latin-1 for UTF-8) would train on garbled words without a complaint.
 */
import type { LabError } from '../../errors/lab-error.ts';
import { taskError } from '../task-error.ts';

interface Encoding {
  readonly label: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly name: string;
  readonly mark: readonly number[];
}

const UTF_8: Encoding = { label: 'utf-8', name: 'UTF-8', mark: [0xef, 0xbb, 0xbf] };
const MARKED: readonly Encoding[] = [
  UTF_8,
  { label: 'utf-16le', name: 'UTF-16 (little endian)', mark: [0xff, 0xfe] },
  { label: 'utf-16be', name: 'UTF-16 (big endian)', mark: [0xfe, 0xff] },
];

/** Bytes that a piece may end with before a character is whole: three of four in UTF-8 and UTF-16 alike. */
const MOST_UNFINISHED = 3;

const REMEDY = 'Save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”).';

export class TextPieces {
  private readonly file: string;
  private encoding: Encoding | null = null;
  private pending = new Uint8Array();
  /** Bytes of the file before `#pending`. */
  private offset = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** The text that `bytes` completes. @throws LabError `task` naming the byte that is no text */
  push(bytes: Uint8Array): string {
    this.pending = joined(this.pending, bytes);
    if (this.encoding === null && this.pending.length <= MOST_UNFINISHED) return '';
    return this.decode(MOST_UNFINISHED);
  }

  /** What is left when the file has ended. @throws LabError `task` where it ends within a character */
  end(): string {
    return this.decode(0);
  }

  private decode(mostUnfinished: number): string {
    const encoding = this.encoding ?? this.detect();
    const bytes = this.pending;
    for (let unfinished = 0; unfinished <= Math.min(mostUnfinished, bytes.length); unfinished += 1) {
      const whole = bytes.subarray(0, bytes.length - unfinished);
      const text = decoded(whole, encoding);
      if (text === null) continue;
      this.refuseZeros(text, whole, encoding);
      this.pending = bytes.slice(whole.length);
      this.offset += whole.length;
      return text;
    }
    const at = this.offset + firstWrong(bytes, encoding);
    throw this.wrong(`byte ${at} (counted from 0) does not belong to ${encoding.name}.`);
  }

  private detect(): Encoding {
    const marked = markedEncoding(this.pending);
    this.encoding = marked ?? UTF_8;
    if (marked !== undefined) {
      this.pending = this.pending.slice(marked.mark.length);
      this.offset += marked.mark.length;
    }
    return this.encoding;
  }

  /** Zeros are no text: they stand in UTF-16 without a mark, in UTF-32 and in files of other kinds. */
  private refuseZeros(text: string, bytes: Uint8Array, encoding: Encoding): void {
    const character = text.indexOf('\0');
    if (character < 0) return;
    const at = this.offset + (encoding.label === 'utf-8' ? bytes.indexOf(0) : 2 * character);
    throw this.wrong(
      `byte ${at} (counted from 0) is a zero: the file is UTF-16 without a byte-order mark, or no text.`,
    );
  }

  private wrong(message: string): LabError {
    return taskError(this.file, message, REMEDY);
  }
}

/** What a file that begins with `start` is read as. */
export function encodingName(start: Uint8Array): string {
  const marked = markedEncoding(start);
  return marked === undefined ? UTF_8.name : `${marked.name} with a byte-order mark`;
}

const markedEncoding = (start: Uint8Array): Encoding | undefined =>
  MARKED.find(({ mark }) => mark.every((byte, i) => start[i] === byte));

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Null where the bytes are no text; `partial` lets them end within a character. */
function decoded(bytes: Uint8Array, { label }: Encoding, partial = false): string | null {
  try {
    // The mark is cut off before: a decoder would take it from the start of every piece.
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: partial });
  } catch {
    return null;
  }
}

/** Index of the first byte of the first character that is none. */
function firstWrong(bytes: Uint8Array, encoding: Encoding): number {
  let fine = 0;
  let wrong = bytes.length;
  while (wrong - fine > 1) {
    const middle = (fine + wrong) >> 1;
    if (decoded(bytes.subarray(0, middle), encoding, true) === null) wrong = middle;
    else fine = middle;
  }
  // `fine` bytes may end within the character at fault: step back to where it starts.
  let start = fine;
  while (start > 0 && decoded(bytes.subarray(0, start), encoding) === null) start -= 1;
  return start;
}
