/** What is in a PNG, chunk by chunk; each checksum is compared with Node’s own. Only tests import it. */
import { crc32 } from 'node:zlib';

export interface Png {
  readonly width: number;
  readonly height: number;
  readonly chunks: readonly string[];
  /** By keyword. */
  readonly texts: Readonly<Record<string, string>>;
}

export function readPng(bytes: Uint8Array): Png {
  const file = Buffer.from(bytes);
  if (file.toString('latin1', 1, 4) !== 'PNG') throw new Error('no PNG');
  const chunks: string[] = [];
  const texts: Record<string, string> = {};
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const content = file.subarray(at + 4, at + 8 + length);
    const kind = content.toString('latin1', 0, 4);
    if (crc32(content) !== file.readUInt32BE(at + 8 + length))
      throw new Error(`${kind} has a wrong checksum`);
    chunks.push(kind);
    if (kind === 'iTXt') {
      const end = content.indexOf(0);
      texts[content.toString('latin1', 4, end)] = content.toString('utf8', end + 5);
    }
    at += 12 + length;
  }
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20), chunks, texts };
}
