/** What is known of each word of a run, in the order of its columns: for chips, tables and readings. Pure. */
import type { LeftOut } from '../../experiment/verbalizer/judge-rows.ts';
import type { UnusableWord } from '../../experiment/verbalizer/usable-words.ts';
import type { CandidateWord, WordLogits } from '../../experiment/verbalizer/word-logits.ts';

export type WhyNot = LeftOut | UnusableWord;

/** In a word, as the columns of the classes have it; and in a sentence. */
export const WHY_NOT: Readonly<Record<WhyNot, { readonly short: string; readonly long: string }>> = {
  off: {
    short: 'off',
    long: 'It doesn’t follow its class: over the support set it rises and falls with others.',
  },
  rare: { short: 'rare', long: 'It is rare at the mask: among the least likely tokens of the vocabulary.' },
  'several-tokens': {
    short: 'split',
    long: 'The tokenizer splits it, and words of one token are asked for.',
  },
  shared: { short: 'shared', long: 'Another class lists it too.' },
  repeated: { short: 'repeated', long: 'The class lists it twice.' },
  unknown: { short: 'unknown', long: 'The tokenizer can’t spell it.' },
  'taken-out': { short: 'taken out', long: 'Taken out by hand.' },
};

/** In the order in which columns show them. */
export const WHY_ORDER: readonly WhyNot[] = [
  'taken-out',
  'off',
  'rare',
  'several-tokens',
  'shared',
  'repeated',
  'unknown',
];

export interface WordColumn {
  readonly column: number;
  readonly of: CandidateWord;
  /** Position of its class. */
  readonly index: number;
  /** Whether it is what its class is asked by without a list, rather than a word of the list. */
  readonly isManual: boolean;
}

export function wordColumns({ words, manual }: Pick<WordLogits, 'words' | 'manual'>): readonly WordColumn[] {
  const listed = [
    ...words.map((own, index) => ({ own, index, isManual: false })),
    ...manual.map((own, index) => ({ own, index, isManual: true })),
  ];
  let column = 0;
  return listed.flatMap(({ own, index, isManual }) =>
    own.map((of) => ({ column: column++, of, index, isManual })),
  );
}

/** How many of the path's words and relations make a sense: a seed, a relation, the first word reached. */
const BRANCH = 3;

/** What Shift-click takes as one: all that was reached through the same first word. Null where no path is known. */
export function senseOf({ path }: Pick<CandidateWord, 'path'>): string | null {
  return path.length < BRANCH ? null : path.slice(0, BRANCH).join(' ');
}

/** Columns of the same class that belong to the sense of one; itself alone where it has none. */
export function senseColumns(words: readonly WordColumn[], of: WordColumn): readonly number[] {
  const sense = senseOf(of.of);
  if (sense === null) return [of.column];
  return words
    .filter((other) => !other.isManual && other.index === of.index && senseOf(other.of) === sense)
    .map(({ column }) => column);
}
