/**
 * Finds the pieces that a pre-tokenizer made again in the text that it cut up. Pieces come in order, may leave
 * text out (space), may begin with a space that was put in (`add_prefix_space`), may spell a space as `▁`, and
 * may be spelled in bytes. A unit is one UTF-16 unit of the piece; for byte-level pieces that is one byte.
 */
import { decodeByteLevel, utf8Length } from './byte-level.ts';
import type { Span } from './tokenizer-types.ts';

export interface LocatedPiece {
  readonly piece: string;
  /** Characters of the text behind units `[start, end)` of the piece; none for a space that was put in. */
  readonly span: (start: number, end: number) => Span;
}

/** How a pre-tokenizer spells its pieces: as the text, with spaces as `▁`, or in byte-level BPE's bytes. */
export type PieceSpelling = 'text' | 'space-mark' | 'bytes';

const SPACE_MARK = '\u2581';
const REPLACEMENT = '\ufffd';

/** `pieces` of `text`, located; a piece that doesn't occur stands, empty, where the one before it ended. */
export function locatePieces(
  pieces: readonly string[],
  text: string,
  spelling: PieceSpelling,
): readonly LocatedPiece[] {
  let cursor = 0;
  return pieces.map((piece) => {
    const spelled = spelling === 'bytes' ? decodeByteLevel(piece) : piece;
    const place = spelled === null ? null : find(spelled, text, cursor, spelling === 'space-mark');
    if (spelled === null || place === null) {
      const nowhere: Span = [cursor, cursor];
      return { piece, span: () => nowhere };
    }
    const { start, inserted } = place;
    cursor = start + spelled.length - inserted;
    const atUnit = spelled.length === piece.length ? null : characterOfByte(spelled, start - inserted);
    return { piece, span: (from, to) => unitSpan(from, to, start, inserted, atUnit) };
  });
}

/** A character's units are its bytes where bytes are spelled (`atUnit` knows), else itself. */
function unitSpan(
  from: number,
  to: number,
  start: number,
  inserted: 0 | 1,
  atUnit: readonly Span[] | null,
): Span {
  const begin =
    atUnit === null ? start - inserted + from : (atUnit[from]?.[0] ?? atUnit.at(-1)?.[1] ?? start);
  if (to <= from) return [Math.max(start, begin), Math.max(start, begin)];
  const end = atUnit === null ? start - inserted + to : (atUnit[to - 1]?.[1] ?? begin);
  return [Math.max(start, begin), Math.max(start, end)];
}

interface Place {
  readonly start: number;
  /** 1 when the piece begins with a space that the text doesn't have there. */
  readonly inserted: 0 | 1;
}

function find(piece: string, text: string, cursor: number, marked: boolean): Place | null {
  const mayInsert = piece.startsWith(' ') || (marked && piece.startsWith(SPACE_MARK));
  for (let start = cursor; start <= text.length; start += 1) {
    if (matches(piece, 0, text, start, marked)) return { start, inserted: 0 };
    if (mayInsert && matches(piece, 1, text, start, marked)) return { start, inserted: 1 };
  }
  return null;
}

function matches(piece: string, from: number, text: string, at: number, marked: boolean): boolean {
  if (at + piece.length - from > text.length) return false;
  for (let i = from; i < piece.length; i += 1) {
    if (!same(piece.charAt(i), text.charAt(at + i - from), marked)) return false;
  }
  return true;
}

/** Lone surrogates have no bytes and come back as the replacement character. */
function same(spelled: string, character: string, marked: boolean): boolean {
  if (spelled === character) return true;
  if (marked && spelled === SPACE_MARK) return character === ' ';
  return spelled === REPLACEMENT && character >= '\ud800' && character <= '\udfff';
}

/** For every UTF-8 byte of `spelled`, which stands at `at`, the character that it is part of. */
function characterOfByte(spelled: string, at: number): readonly Span[] {
  const units: Span[] = [];
  let start = at;
  for (const character of spelled) {
    const span: Span = [start, start + character.length];
    const bytes = utf8Length(character.codePointAt(0) ?? 0);
    for (let k = 0; k < bytes; k += 1) units.push(span);
    start = span[1];
  }
  return units;
}
