/**
 * What the lab needs from a tokenizer. Unlike the library underneath, every token knows which characters of the
 * text it came from, so that a page can mark words and truncation can cut text without touching the template.
 */

/** Characters `[start, end)` of the text that was encoded, in UTF-16 units as `String.prototype.slice` counts. */
export type Span = readonly [start: number, end: number];

export interface Encoding {
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
  /**
   * One span a token, in order: starts and ends never go back. A character of several bytes that was cut into
   * several tokens gives each of them its whole span. Space in front of a word doesn't belong to its token.
   */
  readonly offsets: readonly Span[];
  /** True for what the post-processor put around the text, such as [CLS] and [SEP]. */
  readonly special: readonly boolean[];
}

/** Ids of the tokens with a role; null where the tokenizer has none. */
export interface SpecialIds {
  readonly pad: number | null;
  readonly unk: number | null;
  /** [CLS] or the token that begins a sequence. */
  readonly cls: number | null;
  /** [SEP] or the token that ends a sequence. */
  readonly sep: number | null;
  readonly mask: number | null;
}

/**
 * How a vocabulary marks the beginning of a word: WordPiece marks what continues one (`##ly`), byte-level BPE
 * (`Ġquick`) and SentencePiece (`▁quick`) mark the space in front.
 */
export type TokenizerFamily = 'wordpiece' | 'byte-level' | 'sentencepiece' | 'plain';

export interface LabTokenizer {
  readonly family: TokenizerFamily;
  readonly vocabularySize: number;
  readonly special: SpecialIds;
  encode(text: string, options?: { readonly addSpecialTokens?: boolean }): Encoding;
  decode(ids: readonly number[], options?: { readonly skipSpecialTokens?: boolean }): string;
  /** Id of a token as the vocabulary spells it, or null. */
  idOf(token: string): number | null;
  /** The vocabulary's spelling of an id, or null. */
  tokenOf(id: number): string | null;
  /** Tokens that the post-processor puts in front of and behind a single text. */
  readonly around: { readonly before: readonly number[]; readonly after: readonly number[] };
  /** tokenizer.json and tokenizer_config.json as they were read, for a hash that tells two tokenizers apart. */
  readonly source: readonly [tokenizer: unknown, config: unknown];
}
