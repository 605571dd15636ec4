/**
 * Finds the pieces that a pre-tokenizer made again in the text that it cut up. Pieces come in order, may leave
 * text out (space), may begin with a space that was put in (`add_prefix_space`), may spell a space as `▁`, and
 * may be spelled in bytes. A unit is one UTF-16 unit of the piece; for byte-level pieces that is one byte.
 */
import { decodeByteLevel, utf8Length } from './byte-level.ts';
import type { Span } from './tokenizer-types.ts';

export interface LocatedPiece {
  readonly piece: string;
  /** For every unit of the piece the characters of the text behind it; empty for a space that was put in. */
  readonly units: readonly Span[];
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
      return { piece, units: Array.from({ length: piece.length }, (): Span => [cursor, cursor]) };
    }
    const inserted = place.inserted;
    cursor = place.start + spelled.length - inserted;
    return {
      piece,
      units:
        spelling === 'bytes'
          ? byteUnits(spelled, place.start, inserted)
          : characterUnits(spelled, place.start, inserted),
    };
  });
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

function characterUnits(piece: string, start: number, inserted: 0 | 1): readonly Span[] {
  return Array.from({ length: piece.length }, (_, i): Span => {
    const at = start + i - inserted;
    return i < inserted ? [start, start] : [at, at + 1];
  });
}

function byteUnits(spelled: string, start: number, inserted: 0 | 1): readonly Span[] {
  const units: Span[] = [];
  let at = start - inserted;
  for (const character of spelled) {
    const end = at + character.length;
    const span: Span = at < start ? [start, start] : [at, end];
    const bytes = utf8Length(character.codePointAt(0) ?? 0);
    for (let k = 0; k < bytes; k += 1) units.push(span);
    at = end;
  }
  return units;
}
