/**
 * What a forward pass costs by formula (spec 6), for comparison with the published tables. The lab's own costs are counted
 * in the compiled programs, which leave most of the last layer and of the head out.
 */

export interface ClosedForm {
  /** Source tokens, soft prompt included. */
  readonly source: number;
  /** Target tokens; without a decoder, positions that the head reads. */
  readonly target: number;
  readonly width: number;
  /** Heads × width of a head. */
  readonly attention: number;
  readonly vocabulary: number;
  /** Matrices of a feed-forward block: 3 where it is gated, else 2. */
  readonly matrices: number;
  readonly encoder: { readonly layers: number; readonly neurons: number };
  readonly decoder: { readonly layers: number; readonly neurons: number };
}

/** Multiply-adds of one example. */
export function closedFormCost(form: ClosedForm): number {
  const { source: S, target: T, width: d, attention: a, vocabulary, matrices: m, encoder, decoder } = form;
  const encoderLayer = 4 * S * d * a + 2 * S * S * a + m * S * d * encoder.neurons;
  const cross = 2 * T * d * a + 2 * S * d * a + 2 * T * S * a;
  const decoderLayer = 4 * T * d * a + 2 * T * T * a + cross + m * T * d * decoder.neurons;
  return encoder.layers * encoderLayer + decoder.layers * decoderLayer + T * d * vocabulary;
}

/** Share of the whole that a schedule costs. @param spent share of the steps in each stage @param relative its cost */
export const scheduleCost = (spent: readonly number[], relative: readonly number[]): number =>
  spent.reduce((sum, share, stage) => sum + share * relative[stage], 0);
