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
 * Word embeddings of the entries that all tokenizers share, [count × width] each, in the first one's order; of many,
 * evenly spaced ones. Row i is the same word everywhere. Empty where they share none.
 */
export function sharedWords(vocabularies: readonly VocabularyOf[]): readonly Float64Array[] {
  const ids = vocabularies.map(idsBySpelling);
  const shared = [...ids[0].keys()].flatMap((key) => {
    const found = ids.map((known) => known.get(key));
    return found.every((id) => id !== undefined) ? [found] : [];
  });
  const count = Math.min(shared.length, MOST_ANCHORS);
  const chosen = Array.from({ length: count }, (_, at) => shared[Math.floor((at * shared.length) / count)]);
  return vocabularies.map(({ plm: { wordTable, width } }, at) => {
    const values = new Float64Array(count * width);
    chosen.forEach((found, to) =>
      values.set(wordTable.subarray(found[at] * width, (found[at] + 1) * width), to * width),
    );
    return values;
  });
}

/**
 * The words that two PLMs share, as `sharedWords`.
 * @throws LabError `tokenizer-mismatch` when the tokenizers share none
 */
export function sharedVocabulary(source: VocabularyOf, target: VocabularyOf): Anchors {
  const [x, y] = sharedWords([source, target]);
  if (x.length === 0) {
    throw new LabError({
      code: 'tokenizer-mismatch',
      message: `The tokenizers of ${source.plm.name} and ${target.plm.name} share no vocabulary entry, so their word embeddings can’t be matched.`,
      remedy: 'Train a projector (per-token, low-rank or whole-prompt) instead of a closed form.',
      where: 'projector',
    });
  }
  const [sourceWidth, targetWidth] = [source.plm.width, target.plm.width];
  return { count: x.length / sourceWidth, sourceWidth, targetWidth, x, y };
}
