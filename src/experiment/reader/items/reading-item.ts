/** What a reader reads: a question, passages, and what is to be said about them (specs/dynsan-reader.md, 11.5). */

/** Read as `title : text`; a passage without a title is its text alone. */
export interface ReadingPassage {
  readonly title: string | null;
  readonly text: string;
}

/** How the question of a two-hop item is answered. */
export interface ReadingChain {
  /** Title of the passage that the first hop leads to. */
  readonly bridge: string;
  /** Indices of the two passages that the chain runs through. */
  readonly gold: readonly [number, number];
  /** The second hop asked alone: same passages, same candidates, same answer. */
  readonly oneHopQuery: string;
  /** Where the entities stand in WordNet's file of nouns, if they come from there. */
  readonly synsets?: readonly string[];
}

interface ReadingItemBase {
  readonly id: string;
  readonly query: string;
  /** The query's first word where it names a relation, such as `kind_of`; what follows it is the entity asked about. */
  readonly relation: string | null;
  /** In the order in which they are shown; the first is the best of those that somebody ranked. */
  readonly passages: readonly ReadingPassage[];
  readonly answer: string;
}

/** One of the candidates is the answer. */
export interface ChoiceItem extends ReadingItemBase {
  readonly kind: 'choice';
  readonly candidates: readonly string[];
  /** Null where it isn't known. */
  readonly chain: ReadingChain | null;
}

/** The answer stands somewhere in the passages. */
export interface SpanItem extends ReadingItemBase {
  readonly kind: 'span';
  /** Indices of the passages that are known to hold what is asked for; null where that isn't known. */
  readonly support: readonly number[] | null;
}

export type ReadingItem = ChoiceItem | SpanItem;

/** Items by split. */
export interface ReadingSplits<Item extends ReadingItem = ReadingItem> {
  readonly train: readonly Item[];
  readonly dev: readonly Item[];
  readonly test: readonly Item[];
}
