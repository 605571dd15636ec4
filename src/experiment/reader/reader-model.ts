/** What decides the reader's graph and its parameters (specs: DynSAN reader, sections 2 to 8), as plain data. */

/** What is left out of the reader or changed in it (spec 10.2). `gate` is the reader as it is. */
export const READER_MODES = [
  'gate',
  'no-cross',
  'random',
  'all',
  'no-gate',
  'no-conv',
  'no-attention',
  'beta-0',
] as const;

export type ReaderMode = (typeof READER_MODES)[number];

/** Spelling of words: rows of characters, a convolution of five side by side, the greatest value. */
export interface CharacterLayer {
  /** Rows of the table; row 0 stands for no character. */
  readonly count: number;
  readonly width: number;
  readonly window: number;
  readonly filters: number;
  /** Characters that are looked at. */
  readonly longest: number;
}

/** Over what the probability of a choice is a share: all tokens (the paper), or the candidates alone. */
export const LOSSES = ['candidates', 'tokens'] as const;

export type ReaderLoss = (typeof LOSSES)[number];

export type ReaderHead =
  | { readonly kind: 'choice'; readonly loss: ReaderLoss }
  /** `longest` tokens of an answer. */
  | { readonly kind: 'span'; readonly longest: number };

export interface ReaderModel {
  readonly width: number;
  readonly heads: number;
  /** Tokens that a head's attention is among. */
  readonly keep: number;
  /** Blocks on the joined passages. */
  readonly blocks: number;
  readonly passages: number;
  readonly wordWidth: number;
  readonly characters: CharacterLayer | null;
  /** Whether a trained vector tells which passage a token stands in. */
  readonly rank: boolean;
  readonly head: ReaderHead;
  /** Whether queries, keys and values are maps of the normalised state (spec 0.14). */
  readonly attentionNorm: boolean;
  readonly positionScale: number;
  /** Weight of the sum of all gates in the loss. */
  readonly beta: number;
}

/** Of every LayerNorm. */
export const LAYER_NORM_EPSILON = 1e-5;

/** Tokens side by side in a local encoder. */
export const KERNEL = 7;

/** Local encoders of a block. */
export const CONVOLUTIONS = 2;

/** The block behind the last one on the joined passages: the span head's own. */
export const spanBlock = ({ blocks }: ReaderModel): number => blocks + 2;

/** The blocks that passages go through in turn, by number: encoder, behind the alignment, then those on the joined passages. */
export function blocksOf(model: ReaderModel, mode: ReaderMode): readonly number[] {
  const crossing = mode === 'no-cross' ? [] : Array.from({ length: model.blocks }, (_, at) => at + 2);
  return [0, 1, ...crossing, ...(model.head.kind === 'span' ? [spanBlock(model)] : [])];
}
