/** Label words as tokens, each with what keeps it from being a good one; unlike a verbalizer, wrong ones are shown too. */
import { LabError } from '../errors/lab-error.ts';
import type { LabTokenizer } from './tokenizer-types.ts';
import { createVerbalizer, encodeWord } from './verbalizer.ts';

export interface PreviewWord {
  readonly word: string;
  /** The first is the one that the word counts by. */
  readonly tokens: readonly { readonly token: string; readonly id: number }[];
  /** What is the matter with it, a sentence; null where it is fine. */
  readonly note: string | null;
}

/** The words of each class, in the order of `labels`. */
export function previewWords(
  tokenizer: LabTokenizer,
  labels: readonly string[],
  labelWords: readonly (readonly string[])[],
): readonly (readonly PreviewWord[])[] {
  const encoded = labels.map((label, c) =>
    (labelWords[c] ?? []).map((word) => {
      const { ids, tokens } = encodeWord(tokenizer, word.trim());
      return { label, word, tokens: tokens.map((token, i) => ({ token, id: ids[i] ?? 0 })) };
    }),
  );
  /** The first word that counts by each token. */
  const owners = new Map<number, { readonly label: string; readonly word: string }>();
  return encoded.map((words) =>
    words.map(({ label, word, tokens }) => {
      const [first] = tokens;
      const owner = first === undefined ? undefined : owners.get(first.id);
      if (first !== undefined && owner === undefined) owners.set(first.id, { label, word });
      return {
        word,
        tokens,
        note: faultOf(tokenizer, label, word) ?? sharedNote(label, owner) ?? splitNote(tokens),
      };
    }),
  );
}

function faultOf(tokenizer: LabTokenizer, label: string, word: string): string | null {
  try {
    createVerbalizer(tokenizer, [label], [[word]]);
    return null;
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown.message;
    throw thrown;
  }
}

function sharedNote(
  label: string,
  owner: { readonly label: string; readonly word: string } | undefined,
): string | null {
  if (owner === undefined) return null;
  return owner.label === label
    ? `It has the token of “${owner.word}” and counts once.`
    : `“${owner.word}” of ${owner.label} counts by the same token: choose words that begin differently.`;
}

function splitNote(tokens: PreviewWord['tokens']): string | null {
  return tokens.length < 2 ? null : `It is ${tokens.length} tokens; only “${tokens[0]?.token ?? ''}” counts.`;
}
