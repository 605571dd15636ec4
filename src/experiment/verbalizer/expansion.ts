/**
 * What expanding class names into label words asks for and gives (specs/knowledgeable-verbalizer.md, section 16): plain
 * data for recipes, files, the command line and the page.
 */

/** Where a word comes from: pointers of WordNet, words of definitions, the sentiment list, the PLM's input embeddings, a published list, a person. */
export const WORD_SOURCES = ['wordnet', 'gloss', 'afinn', 'embeddings', 'list', 'own'] as const;

export type WordSource = (typeof WORD_SOURCES)[number];

/**
 * What can be asked for words: WordNet, with those of definitions as `gloss`; the sentiment list, for classes that are
 * poles such as bad and good; the PLM's input embeddings.
 */
export const EXPANSION_SOURCES = ['wordnet', 'afinn', 'embeddings'] as const;

export type ExpansionSource = (typeof EXPANSION_SOURCES)[number];

export interface ExpandedWord {
  readonly word: string;
  /** In (0, 1]; seeds have 1. */
  readonly score: number;
  readonly source: WordSource;
  /** Words and the relations between them in turn, from a seed to the word, such as `sport`, `~`, `skiing`. */
  readonly path: readonly string[];
}

/** A meaning that a seed may have. */
export interface Sense {
  readonly seed: string;
  /** Part of speech and offset in WordNet 3.1, such as `n00524569`. */
  readonly synset: string;
  readonly gloss: string;
  /** Share of the seed's uses that have this meaning; those of a seed sum to 1. */
  readonly prior: number;
  /** Whether the expansion starts from it. */
  readonly used: boolean;
}

/** Why a word that was reached is not among a class's words. */
export const DROP_REASONS = [
  /** Another class has it, by `with`, and neither leads by a quarter, or the other one does. */
  'shared',
  /** It means the opposite of a seed. */
  'antonym',
  'stop-word',
  /** Capitals, digits, several words: no label word. */
  'form',
  /** The sentiment list gives it the other sign. */
  'sign',
  /** Beyond the most words of a class. */
  'rank',
] as const;

export type DropReason = (typeof DROP_REASONS)[number];

export interface DroppedWord {
  readonly word: string;
  readonly why: DropReason;
  /** The other class, by its name, where it is shared. */
  readonly with?: string;
}

export interface ExpandedClass {
  /** The first one names the class and is its first word. */
  readonly seeds: readonly string[];
  readonly senses: readonly Sense[];
  /** By falling score, seeds first. */
  readonly words: readonly ExpandedWord[];
  readonly dropped: readonly DroppedWord[];
  /** What a person should know, such as that no knowledge base knows a seed. */
  readonly notes: readonly string[];
}

export interface ExpansionSettings {
  readonly sources: readonly ExpansionSource[];
  /** Most words of a class. */
  readonly most: number;
  /** Least score of a word, and of a synset that the walk goes on from. */
  readonly least: number;
  /** Most steps from a seed. */
  readonly depth: number;
  /** Weight of synsets whose definition holds a seed; 0 leaves them out. */
  readonly reverseGloss: number;
  /** Weight of the words in definitions of what was reached; 0 leaves them out. */
  readonly forwardGloss: number;
  /** Synsets to start from, by seed, in place of the most frequent ones; an empty list leaves a seed to other sources. */
  readonly senses: Readonly<Record<string, readonly string[]>>;
}

/**
 * With these the words are among KPT's own at P@50 = 0.53 (scripts/measure-expansion.ts). Words of definitions weigh 0.4, not
 * the 0.5 of section 16: classes that are compared with one another lose less.
 */
export const DEFAULT_EXPANSION: ExpansionSettings = {
  sources: ['wordnet', 'afinn'],
  most: 150,
  least: 0.06,
  depth: 3,
  reverseGloss: 0.55,
  forwardGloss: 0.4,
  senses: {},
};
