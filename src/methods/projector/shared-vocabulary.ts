/** The vocabulary entries that two tokenizers share, with their word embeddings: what closed-form projectors are fitted on. */
import { LabError } from '../../errors/lab-error.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';

export interface VocabularyOf {
  readonly plm: Pick<Plm, 'name' | 'width' | 'vocabulary' | 'wordTable'>;
  readonly tokenizer: Pick<LabTokenizer, 'family' | 'vocabularySize' | 'special' | 'tokenOf'>;
}

/** Rows of x and y belong to the same words. */
export interface Anchors {
  readonly count: number;
  readonly sourceWidth: number;
  readonly targetWidth: number;
  /** [count × sourceWidth] */
  readonly x: Float64Array;
  /** [count × targetWidth] */
  readonly y: Float64Array;
}

/**
 * Four times as many words as the widest usual embeddings have columns. A fit takes time in proportion to their number
 * (seconds at a width of 768), and the vocabularies of two RoBERTas share 50,000.
 */
const MOST_ANCHORS = 4096;

/**
 * How tokens are spelled alike in all families: a space in front of what begins a word. `quick` of WordPiece, `Ġquick`
 * and `▁quick` are one word, and WordPiece's `quick` is not the byte-level `quick` that continues one.
 */
function spelling(family: LabTokenizer['family'], token: string): string {
  switch (family) {
    case 'wordpiece':
      return token.startsWith('##') ? token.slice(2) : ` ${token}`;
    case 'byte-level':
      return token.startsWith('Ġ') ? ` ${token.slice(1)}` : token;
    case 'sentencepiece':
      return token.startsWith('▁') ? ` ${token.slice(1)}` : token;
    case 'plain':
      return ` ${token}`;
  }
  return family satisfies never;
}

/** Ids by spelling, special tokens left out; of two tokens of one spelling the first. */
function idsBySpelling({ plm, tokenizer }: VocabularyOf): Map<string, number> {
  const special = new Set(Object.values(tokenizer.special).filter((id): id is number => id !== null));
  const ids = new Map<string, number>();
  for (let id = 0; id < Math.min(tokenizer.vocabularySize, plm.vocabulary); id += 1) {
    const token = special.has(id) ? null : tokenizer.tokenOf(id);
    if (token === null) continue;
    const key = spelling(tokenizer.family, token);
    if (!ids.has(key)) ids.set(key, id);
  }
  return ids;
}

/**
 * Word embeddings of shared entries, in the source's order; of many, evenly spaced ones.
 * @throws LabError `tokenizer-mismatch` when the tokenizers share none
 */
export function sharedVocabulary(source: VocabularyOf, target: VocabularyOf): Anchors {
  const targetIds = idsBySpelling(target);
  const pairs = [...idsBySpelling(source)].flatMap(([key, id]): [number, number][] => {
    const there = targetIds.get(key);
    return there === undefined ? [] : [[id, there]];
  });
  if (pairs.length === 0) {
    throw new LabError({
      code: 'tokenizer-mismatch',
      message: `The tokenizers of ${source.plm.name} and ${target.plm.name} share no vocabulary entry, so their word embeddings can’t be matched.`,
      remedy: 'Train a projector (per-token, low-rank or whole-prompt) instead of a closed form.',
      where: 'projector',
    });
  }
  const count = Math.min(pairs.length, MOST_ANCHORS);
  const chosen = Array.from({ length: count }, (_, at) => pairs[Math.floor((at * pairs.length) / count)]);
  const rows = ({ plm: { wordTable, width } }: VocabularyOf, side: 0 | 1): Float64Array => {
    const values = new Float64Array(count * width);
    chosen.forEach((pair, at) =>
      values.set(wordTable.subarray(pair[side] * width, (pair[side] + 1) * width), at * width),
    );
    return values;
  };
  return {
    count,
    sourceWidth: source.plm.width,
    targetWidth: target.plm.width,
    x: rows(source, 0),
    y: rows(target, 1),
  };
}
