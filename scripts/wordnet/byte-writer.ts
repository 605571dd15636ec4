/** What `ByteStream` of src/methods/verbalizer/expand reads. */
export class ByteWriter {
  private readonly bytes: number[] = [];

  number(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes.push((rest % 128) + 128);
    this.bytes.push(rest);
  }

  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  part(part: Uint8Array): void {
    this.number(part.length);
    for (const byte of part) this.bytes.push(byte);
  }

  lines(lines: readonly string[]): void {
    this.part(new TextEncoder().encode(lines.join('\n')));
  }

  done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}
