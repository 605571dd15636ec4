/** Numbers and stretches of a file, one after the other; what lies beyond its end is an error of the caller's. */
export class ByteReader {
  private readonly data: Uint8Array;
  private readonly view: DataView;
  private readonly ended: () => Error;
  private at = 0;

  /** `ended` makes the error that is thrown where the bytes end too early. */
  constructor(data: Uint8Array, ended: () => Error) {
    this.data = data;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.ended = ended;
  }

  private take(count: number): number {
    const from = this.at;
    if (count > this.data.byteLength - from) throw this.ended();
    this.at += count;
    return from;
  }

  byte(): number {
    return this.data[this.take(1)];
  }

  uint16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.take(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  float64BigEndian(): number {
    return this.view.getFloat64(this.take(8));
  }

  /** A view of the next `count` bytes, no copy. */
  bytes(count: number): Uint8Array {
    const from = this.take(count);
    return this.data.subarray(from, from + count);
  }

  /** The bytes up to the next line feed, which must come within `most` bytes. */
  line(most: number): Uint8Array {
    const length = this.data.subarray(this.at, this.at + most).indexOf(0x0a);
    if (length < 0) throw this.ended();
    const line = this.bytes(length);
    this.take(1);
    return line;
  }
}
