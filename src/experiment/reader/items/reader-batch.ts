/** A batch as the reader's graph takes it. Numbers run row by row, the last dimension fastest. */

/** How items become a batch. */
export interface EncodeSettings {
  /** Passages an item; fewer are filled up with padding, more are cut. */
  readonly passages: number;
  /** Tokens a passage. */
  readonly passageLength: number;
  readonly questionLength: number;
  /** Candidates an item; fewer leave rows without a mention. */
  readonly candidates: number;
  /** Titles and candidates are placeholders, dealt anew for every batch. */
  readonly masked: boolean;
  /** The relation is a token of its own, `REL:kind_of`, instead of its words. */
  readonly relationToken: boolean;
}

/** What changes from step to step (specs/dynsan-reader.md, 0.14). */
export interface StepSettings {
  /** What both input bits are where they are set: 6 carries across passages, 1 does not (0.4). */
  readonly bit: number;
  /** Share of ordinary words that stay, drawn for each token; names stay and move together. */
  readonly wordsKept: number;
  /** Tokens a passage of this batch, if fewer than `passageLength`: enough for items without words. */
  readonly trimmedLength: number | null;
  /** Share of items, drawn for each, that ask for the second hop alone; 0 or 1 draws nothing. */
  readonly oneHop: number;
}

export interface ReaderBatch {
  /** B. */
  readonly batch: number;
  /** M. */
  readonly passages: number;
  /** Lp. */
  readonly passageLength: number;
  /** Lq. */
  readonly questionLength: number;
  /** C. */
  readonly candidates: number;
  /** [B, M, Lp]: numbers of the vocabulary, 0 for padding. */
  readonly ids: Int32Array;
  /** [B, M, Lp]: 1, and 0 for padding. */
  readonly mask: Float32Array;
  /** [B, M, Lp, 2]: the bit where the token belongs to a candidate; where its word occurs in the question; else 0. */
  readonly flags: Float32Array;
  /** [B, Lq]. */
  readonly questionIds: Int32Array;
  /** [B, Lq]. */
  readonly questionMask: Float32Array;
  /** [B, Lq, 2]: 0, and the bit where the mask is. */
  readonly questionFlags: Float32Array;
  /** [B, C, M, Lp]: tokens that mention the candidate; all 0 for span items. */
  readonly mention: Float32Array;
  /** [B]: the right candidate, in the item's order; −1 for span items. */
  readonly gold: Int32Array;
  /** [n, 3]: item, first and last token in the joined passages [M · Lp]; several an item, none for choice items. */
  readonly spans: Int32Array;
}

export const DEFAULT_ENCODING: EncodeSettings = {
  passages: 8,
  passageLength: 24,
  questionLength: 16,
  candidates: 4,
  masked: true,
  relationToken: false,
};

export const WHOLE_TEXT: StepSettings = { bit: 6, wordsKept: 1, trimmedLength: null, oneHop: 0 };
