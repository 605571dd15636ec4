/** Whole numbers and texts in bytes: seven bits a byte, the lowest first, the eighth bit says that more follow. */
import { LabError } from '../../../errors/lab-error.ts';

export function damaged(what: string): LabError {
  return new LabError({
    code: 'file',
    message: `The file of words can’t be read: ${what}.`,
    remedy: 'Reload the page, or take the file from the release again.',
    where: 'words',
  });
}

export class ByteStream {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** @throws LabError `file` at the end of the bytes */
  number(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      if (this.at >= this.bytes.length || shift > 2 ** 28) throw damaged('it ends early');
      const byte = this.bytes[this.at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }

  /** A number that may be negative: even ones are positive. */
  signed(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A stretch of bytes with its length in front. @throws LabError `file` where it is longer than what is left */
  part(): Uint8Array {
    const length = this.number();
    if (length > this.bytes.length - this.at) throw damaged('a part of it is missing');
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return part;
  }

  /** Lines of a text with its length in bytes in front. */
  lines(): string[] {
    return new TextDecoder().decode(this.part()).split('\n');
  }
}
