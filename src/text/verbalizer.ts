/**
 * The manual verbalizer: label words of each class → token ids → class scores.
 *
 * Several words a class: the class's score is the mean of its words' logits. OpenPrompt's manual verbalizer takes
 * the mean of log-probabilities over all label words; the two differ by one constant a row, which changes neither
 * the cross-entropy over classes nor the prediction, so scores = label-word logits · `classWordMatrix`.
 *
 * A word of several tokens counts by its first token (OpenPrompt's `first`): there is one mask.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Encoding, LabTokenizer } from './tokenizer-types.ts';

export interface LabelWord {
  readonly word: string;
  readonly tokens: readonly string[];
  readonly ids: readonly number[];
  /** The token that the word counts by. */
  readonly id: number;
  readonly handling: 'whole' | 'first-token';
}

export interface Verbalizer {
  readonly labels: readonly string[];
  /** Label words of each class, in the order of `labels`. */
  readonly words: readonly (readonly LabelWord[])[];
  /** The token ids whose logits are needed, each once, class after class. */
  readonly tokenIds: readonly number[];
  /** [tokenIds × classes], row-major: 1 / (number of the class's tokens) where token belongs to class, else 0. */
  readonly classWordMatrix: Float32Array;
  readonly warnings: readonly string[];
}

/**
 * `labelWords`, a list for each of `labels`, in `tokenizer`'s vocabulary. Throws `label-words` naming word, class
 * and remedy for missing, empty and unknown words and for classes that share a token.
 */
export function createVerbalizer(
  tokenizer: LabTokenizer,
  labels: readonly string[],
  labelWords: readonly (readonly string[])[],
): Verbalizer {
  if (labels.length !== labelWords.length) {
    throw wrong(
      `There are ${labels.length} classes and label words for ${labelWords.length}.`,
      'Give each class its label words.',
    );
  }
  const words = labels.map((label, c) => readClass(tokenizer, label, labelWords[c] ?? []));
  checkDisjoint(labels, words);
  const classIds = words.map((list) => Array.from(new Set(list.map(({ id }) => id))));
  const tokenIds = classIds.flat();
  const classes = labels.length;
  const classWordMatrix = new Float32Array(tokenIds.length * classes);
  let row = 0;
  classIds.forEach((ids, c) => {
    for (let i = 0; i < ids.length; i += 1) classWordMatrix[(row + i) * classes + c] = 1 / ids.length;
    row += ids.length;
  });
  return {
    labels,
    words,
    tokenIds,
    classWordMatrix,
    warnings: labels.flatMap((label, c) => warningsOf(label, words[c] ?? [])),
  };
}

function readClass(tokenizer: LabTokenizer, label: string, list: readonly string[]): readonly LabelWord[] {
  if (list.length === 0)
    throw wrong(`The class "${label}" has no label word.`, `Give "${label}" at least one word.`);
  return list.map((word) => readWord(tokenizer, label, word));
}

function readWord(tokenizer: LabTokenizer, label: string, word: string): LabelWord {
  const bare = word.trim();
  if (bare === '')
    throw wrong(`The class "${label}" has an empty label word.`, 'Write a word or remove the entry.');
  if (isWrittenOut(bare))
    throw wrong(
      `The label word "${bare}" of the class "${label}" is spelled with a mark of a tokenizer's vocabulary.`,
      'Write it as people do, without Ġ, ▁ or ##: the lab puts what this PLM needs.',
    );
  const { ids, tokens } = encodeWord(tokenizer, bare);
  const [id] = ids;
  const unknown = id === undefined || ids.includes(tokenizer.special.unk ?? -1);
  if (unknown || SPACE_ALONE.has(tokens[0] ?? '')) {
    throw wrong(
      unknown
        ? `The label word "${bare}" of the class "${label}" isn't in this PLM's vocabulary.`
        : `The label word "${bare}" of the class "${label}" begins with a token for the space alone, which says nothing.`,
      `Choose another word for "${label}" that this PLM knows.`,
    );
  }
  return { word: bare, tokens, ids, id, handling: ids.length === 1 ? 'whole' : 'first-token' };
}

/** Marks that vocabularies spell before or inside words, which nobody means to be asked for: a tokenizer puts its own. */
const WRITTEN_OUT = /^(?:[Ġ▁]|##)/u;

/** Whether `word` is spelled as a vocabulary spells tokens, and not as people write it. */
export const isWrittenOut = (word: string): boolean => WRITTEN_OUT.test(word);

const SPACE_ALONE: ReadonlySet<string> = new Set(['\u2581', '\u0120']);

/** Where the vocabulary spells the space in front of a word, the mask stands for a word with that space. */
export function encodeWord(tokenizer: LabTokenizer, word: string): Encoding {
  const bare = tokenizer.encode(word, { addSpecialTokens: false });
  if (tokenizer.family !== 'byte-level' && tokenizer.family !== 'sentencepiece') return bare;
  // Most SentencePiece tokenizers put the space in by themselves; a second one would be a token of its own.
  if (bare.tokens[0]?.startsWith('\u2581')) return bare;
  return tokenizer.encode(` ${word}`, { addSpecialTokens: false });
}

function checkDisjoint(labels: readonly string[], words: readonly (readonly LabelWord[])[]): void {
  const owner = new Map<
    number,
    { readonly index: number; readonly label: string; readonly word: LabelWord }
  >();
  words.forEach((list, index) => {
    const label = labels[index] ?? '';
    for (const word of list) {
      const other = owner.get(word.id);
      if (other !== undefined && other.index !== index) {
        throw wrong(
          `"${other.word.word}" of the class "${other.label}" and "${word.word}" of the class "${label}" both count by the token "${word.tokens[0] ?? ''}".`,
          'Choose words that begin with different tokens.',
        );
      }
      owner.set(word.id, { index, label, word });
    }
  });
}

function warningsOf(label: string, words: readonly LabelWord[]): readonly string[] {
  const split = words
    .filter((word) => word.handling === 'first-token')
    .map(
      (word) =>
        `"${word.word}" (${label}) is ${word.tokens.length} tokens, ${word.tokens.join(' ')}; only "${word.tokens[0] ?? ''}" counts.`,
    );
  const doubled = words
    .filter((word, i) => words.findIndex(({ id }) => id === word.id) < i)
    .map(
      (word) => `"${word.word}" (${label}) has the same token as another word of its class and counts once.`,
    );
  return [...split, ...doubled];
}

function wrong(message: string, remedy: string): LabError {
  return new LabError({ code: 'label-words', message, remedy, where: 'labelWords' });
}
