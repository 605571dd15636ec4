/**
 * Which units of a pre-tokenizer's piece each of its tokens covers. Tokens spell their units, but for a mark
 * (`##`, `</w>`), an unknown token, or a single byte of a character (`<0xE2>`, byte fallback).
 */
import { BPE, Unigram, WordPiece, type Model } from '@huggingface/tokenizers';
import { utf8Length } from './byte-level.ts';
import type { Span } from './tokenizer-types.ts';

const BYTE_TOKEN = /^<0x[0-9A-F]{2}>$/;

/** Units `[start, end)` of `piece` behind every token of `tokens`, which `model` made of it. */
export function tokenUnits(model: Model, tokens: readonly string[], piece: string): readonly Span[] {
  if (model instanceof WordPiece) return wordPieceUnits(model, tokens, piece);
  if (model instanceof Unigram) return lengthUnits(tokens.map((token) => token.length));
  return bpeUnits(model, tokens, piece);
}

function lengthUnits(lengths: readonly number[]): readonly Span[] {
  let cursor = 0;
  return lengths.map((length): Span => [cursor, (cursor += length)]);
}

/** WordPiece gives up on the whole word when one part of it is unknown. */
function wordPieceUnits(model: WordPiece, tokens: readonly string[], piece: string): readonly Span[] {
  if (tokens.length === 1) return [[0, piece.length]];
  const mark = (model.config.continuing_subword_prefix ?? '').length;
  return lengthUnits(tokens.map((token, i) => (i === 0 ? token.length : token.length - mark)));
}

function bpeUnits(model: Model, tokens: readonly string[], piece: string): readonly Span[] {
  const suffix = model.end_of_word_suffix ?? '';
  const marks =
    model instanceof BPE ? [suffix, model.continuing_subword_suffix ?? ''].filter((mark) => mark !== '') : [];
  let cursor = 0;
  let bytesOfCharacter = 0;
  return tokens.map((token): Span => {
    const spelled = [
      token,
      ...marks.filter((mark) => token.endsWith(mark)).map((mark) => token.slice(0, -mark.length)),
    ];
    const found = spelled.find((spelling) => piece.startsWith(spelling, cursor));
    if (found !== undefined) return [cursor, (cursor += found.length)];
    const codePoint = piece.codePointAt(cursor);
    if (codePoint === undefined) return [cursor, cursor];
    const width = codePoint > 0xffff ? 2 : 1;
    const span: Span = [cursor, cursor + width];
    // A byte token leaves its character only with the character's last byte; an unknown token is one character.
    bytesOfCharacter = BYTE_TOKEN.test(token) ? bytesOfCharacter + 1 : utf8Length(codePoint);
    if (bytesOfCharacter >= utf8Length(codePoint)) {
      cursor += width;
      bytesOfCharacter = 0;
    }
    return span;
  });
}
