/** What a training step costs on a text of some length: gated selection against attention among all tokens (spec 10.4). */
import * as v from 'valibot';
import { NumberSchema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { same } from '../../sweep/same.ts';
import type { ReadSweep } from '../read-recipe.ts';

export const COST_MODES = ['gate', 'all'] as const;

export interface LengthCell {
  readonly kind: 'length';
  /** Tokens of all passages together. */
  readonly length: number;
  readonly mode: (typeof COST_MODES)[number];
  /** No seed changes it. */
  readonly seed: 0;
}

export interface LengthCost {
  readonly kind: 'length-cost';
  /** Bytes of all that is alive at once in a step, computed from the graph. */
  readonly peakBytes: number;
  /** The largest tensor. */
  readonly largestBytes: number;
  /** Whether the largest tensor fits a binding of WebGPU's least guaranteed size. */
  readonly fits: boolean;
  /** Measured; none where it doesn't fit. No repeat gives it again. */
  readonly seconds: { readonly step: number | null };
}

export const LENGTH: CellKind<LengthCell, LengthCost, ReadSweep> = {
  kind: 'length',
  id: ({ length, mode }) => `length ${String(length)} ${mode}`,
  list: ({ lengths }) =>
    lengths.flatMap((length) =>
      COST_MODES.map((mode): LengthCell => ({ kind: 'length', length, mode, seed: 0 })),
    ),
  owner: ({ length, mode }) => `length ${String(length)} ${mode}`,
  tasks: () => [],
  result: {
    kind: 'length-cost',
    schema: v.object({
      kind: v.literal('length-cost'),
      peakBytes: NumberSchema,
      largestBytes: NumberSchema,
      fits: v.boolean('must be true or false'),
      seconds: v.object({ step: v.nullable(NumberSchema) }),
    }),
  },
  fits: () => true,
  holds: (now, then) => same(now.model, then.model),
  takesAsLongAs: 'length',
};
