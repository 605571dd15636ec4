/** A reader that is trained: the whole one, or one with something left out. */
import * as v from 'valibot';
import { Float32Schema, NumberSchema } from '../../number-codec.ts';
import type { CellKind } from '../../sweep/cell-kind.ts';
import { same } from '../../sweep/same.ts';
import { count, counts, OTHER_LENGTHS } from '../../sweep/schema-parts.ts';
import { testRowsIn } from '../../sweep/sweep-record.ts';
import type { ReaderMode } from '../reader-model.ts';
import type { ReadSweep } from '../read-recipe.ts';

export interface ReaderCell {
  readonly kind: 'reader';
  readonly variant: ReaderMode;
  /** The reading set. */
  readonly task: string;
  readonly seed: number;
}

/** A look at dev. */
export interface ReaderPoint {
  readonly step: number;
  /** Share of ordinary words that the step's passages kept. */
  readonly wordsKept: number;
  /** Cross-entropy of training, mean of the last steps. */
  readonly loss: number;
  /** Sum of an item's gates, mean of the last steps. */
  readonly gateL1: number;
  /** Accuracies on whole texts; null for questions without a second hop to ask for. */
  readonly devOneHop: number | null;
  readonly devTwoHop: number;
  /** With the words that the step kept. */
  readonly devAsTrained: number;
}

/** Share of tokens by activity, the greatest gate over heads (spec 10.5), on test. */
export interface LayerActivity {
  readonly layer: string;
  /** At most a third, to two thirds, above. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** Tokens of an item with an activity above 0.01, mean. */
  readonly activeTokens: number;
}

export interface TrainedReader {
  readonly kind: 'trained-reader';
  readonly bestStep: number;
  readonly points: readonly ReaderPoint[];
  /** On test, by the best look's weights: the candidates chosen, or 1 and 0 where spans are asked for. */
  readonly predictions: readonly number[];
  /** [items × candidates]; empty for spans. */
  readonly probabilities: Float32Array;
  /** Of the second hop asked alone; empty where there is none. */
  readonly oneHop: readonly number[];
  /** Exact matches and F1 of spans, means on test; null for choices. */
  readonly span: { readonly exact: number; readonly f1: number } | null;
  readonly activity: readonly LayerActivity[];
  /** Of the best look; kept for the sweep's first seed, else empty. */
  readonly weights: Float32Array;
  /** What no repeat gives again: of the steps alone, and of all with the looks. */
  readonly seconds: { readonly training: number; readonly all: number };
}

const nullable = v.nullable(NumberSchema);

export const READER: CellKind<ReaderCell, TrainedReader, ReadSweep> = {
  kind: 'reader',
  id: ({ variant, task, seed }) => `${variant} ${task} seed ${String(seed)}`,
  list: ({ variants, tasks, seeds }) =>
    seeds.flatMap((seed) =>
      tasks.flatMap((task) =>
        variants.map((variant): ReaderCell => ({ kind: 'reader', variant, task, seed })),
      ),
    ),
  owner: ({ variant, task, seed }) => `${variant} ${task} ${String(seed)}`,
  tasks: ({ task }) => [task],
  result: {
    kind: 'trained-reader',
    schema: v.pipe(
      v.object({
        kind: v.literal('trained-reader'),
        bestStep: count,
        points: v.array(
          v.object({
            step: count,
            wordsKept: NumberSchema,
            loss: NumberSchema,
            gateL1: NumberSchema,
            devOneHop: nullable,
            devTwoHop: NumberSchema,
            devAsTrained: NumberSchema,
          }),
          'must be a list of points',
        ),
        predictions: counts,
        probabilities: Float32Schema,
        oneHop: counts,
        span: v.nullable(v.object({ exact: NumberSchema, f1: NumberSchema })),
        activity: v.array(
          v.object({
            layer: v.string('must be a text'),
            low: NumberSchema,
            middle: NumberSchema,
            high: NumberSchema,
            activeTokens: NumberSchema,
          }),
          'must be a list of layers',
        ),
        weights: Float32Schema,
        seconds: v.object({ training: NumberSchema, all: NumberSchema }),
      }),
      v.check(
        ({ predictions, probabilities, oneHop }) =>
          (oneHop.length === 0 || oneHop.length === predictions.length) &&
          (predictions.length === 0 || probabilities.length % predictions.length === 0),
        OTHER_LENGTHS,
      ),
    ),
  },
  fits: ({ predictions }, { task }, record) => predictions.length === testRowsIn(record, task),
  holds: (now, then) =>
    same(
      [now.data, now.encoding, now.bit, now.model, now.training],
      [then.data, then.encoding, then.bit, then.model, then.training],
    ),
  takesAsLongAs: 'reader',
};
