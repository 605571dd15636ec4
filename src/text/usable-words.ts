/**
 * What of long lists of label words a PLM can use, as knowledgeable verbalizers have them: words of one token that no
 * other class counts by. The first word of each class, its name in OpenPrompt's lists, always stays. Method: KPT's
 * removal of words that classes share and of words of several tokens (Hu et al., ACL 2022; OpenPrompt).
 */
import { LabError } from '../errors/lab-error.ts';
import type { LabTokenizer } from './tokenizer-types.ts';
import { createVerbalizer, type LabelWord } from './verbalizer.ts';

export interface UsableWords {
  readonly labelWords: readonly (readonly string[])[];
  /** The words of each class that were left out. */
  readonly dropped: readonly (readonly string[])[];
}

/** @throws LabError `label-words` when the PLM does not know the first word of a class */
export function usableWords(
  tokenizer: LabTokenizer,
  labels: readonly string[],
  labelWords: readonly (readonly string[])[],
): UsableWords {
  const read = (label: string, word: string): LabelWord =>
    createVerbalizer(tokenizer, [label], [[word]]).words[0][0];
  const classes = labelWords.map((words, c) =>
    words.flatMap((word, index) => {
      if (index === 0) return [read(labels[c], word)];
      const found = orNull(() => read(labels[c], word));
      return found?.handling === 'whole' ? [found] : [];
    }),
  );
  const owners = new Map<number, Set<number>>();
  classes.forEach((words, c) => {
    for (const { id } of words) owners.set(id, (owners.get(id) ?? new Set<number>()).add(c));
  });
  const kept = classes.map((words) =>
    words
      .filter(({ id }, index) => index === 0 || owners.get(id)?.size === 1)
      .filter(({ id }, index, left) => left.findIndex((other) => other.id === id) === index)
      .map(({ word }) => word),
  );
  return {
    labelWords: kept,
    dropped: labelWords.map((words, c) => words.filter((word) => !kept[c].includes(word.trim()))),
  };
}

function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof LabError) return null;
    throw thrown;
  }
}
