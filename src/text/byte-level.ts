/**
 * GPT-2's printable stand-ins for bytes: byte-level BPE spells every byte of the UTF-8 text as one character
 * (a space is `Ġ`), so its vocabulary needs no unknown token.
 */
const DIRECT_RANGES = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
] as const;

function buildByteOfCharacter(): ReadonlyMap<string, number> {
  const direct = DIRECT_RANGES.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i),
  );
  const isDirect = new Set(direct);
  const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !isDirect.has(byte));
  return new Map([
    ...direct.map((byte): [string, number] => [String.fromCharCode(byte), byte]),
    ...others.map((byte, i): [string, number] => [String.fromCharCode(256 + i), byte]),
  ]);
}

const BYTE_OF_CHARACTER = buildByteOfCharacter();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text that a byte-level piece spells; null when a character of it stands for no byte. */
export function decodeByteLevel(piece: string): string | null {
  const bytes = new Uint8Array(piece.length);
  for (let i = 0; i < piece.length; i += 1) {
    const byte = BYTE_OF_CHARACTER.get(piece.charAt(i));
    if (byte === undefined) return null;
    bytes[i] = byte;
  }
  return decoder.decode(bytes);
}

/** Number of UTF-8 bytes of a code point. */
export function utf8Length(codePoint: number): 1 | 2 | 3 | 4 {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
