/**
 * Texts in a PNG, as iTXt chunks: unlike tEXt they hold any Unicode, which label words and templates need.
 * Format: PNG specification (third edition), 11.3.3.4 iTXt.
 */
import { buf as crc32 } from 'crc-32';
import type { FigureMetadata } from './table-twin.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** The signature and IHDR, which always comes first: length, type, 13 bytes, checksum. */
const HEAD_BYTES = SIGNATURE.length + 4 + 4 + 13 + 4;
/** Not compressed, no language, no translated keyword. */
const PLAIN = Uint8Array.of(0, 0, 0, 0, 0);
const MOST_KEYWORD_BYTES = 79;

/** `png` with `metadata` inside, a chunk each. Throws an `Error` for what is no PNG, or a name that can't be a keyword. */
export function withPngMetadata(png: Uint8Array, metadata: FigureMetadata): Uint8Array {
  if (png.byteLength < HEAD_BYTES || SIGNATURE.some((byte, i) => png[i] !== byte))
    throw new Error('These bytes are no PNG.');
  const texts = Object.entries(metadata).map(([name, value]) => textChunk(name, value));
  return joined([png.subarray(0, HEAD_BYTES), ...texts, png.subarray(HEAD_BYTES)]);
}

function textChunk(name: string, value: string): Uint8Array {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > MOST_KEYWORD_BYTES)
    throw new Error(`“${name}” can’t be a keyword in a PNG.`);
  const utf8 = new TextEncoder();
  // Only a keyword ends with a NUL; within a text there may be none.
  const content = joined([utf8.encode(`iTXt${name}`), PLAIN, utf8.encode(value.replaceAll('\0', '\ufffd'))]);
  const chunk = new Uint8Array(4 + content.byteLength + 4);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.byteLength - 4);
  chunk.set(content, 4);
  view.setInt32(4 + content.byteLength, crc32(content));
  return chunk;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
