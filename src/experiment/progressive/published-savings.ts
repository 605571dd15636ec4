/** What the paper says its parts of T5 cost (Huang et al. 2022, table 1), beside the closed form (spec 6 and 7). */
import { closedFormCost, type ClosedForm } from './closed-form.ts';
import type { Reduction } from './stages.ts';

export interface PublishedSaving {
  readonly reduce: Reduction;
  /** Of layers, neurons or both. */
  readonly share: number;
  /** Cost of the part by the paper, as shares of the whole: operations, and seconds. */
  readonly flops: number;
  readonly seconds: number;
  /** What prompt tuning on the part alone loses, mean over five tasks, in points. */
  readonly lost: number;
}

/** T5-Large: layers of either side, width, neurons, vocabulary. */
const T5_LARGE = { layers: 24, width: 1024, neurons: 2816, vocabulary: 32_128 } as const;
const SOURCE = 512;
/** Target tokens of the five tasks (MNLI, QQP, SQuAD2.0, ReCoRD, XSum); short ones leave the decoder's layers whole. */
const TARGETS = [10, 10, 200, 200, 512];
const SHORT = 10;

const row = (
  reduce: Reduction,
  share: number,
  [flops, seconds]: readonly [number, number],
  lost: number,
): PublishedSaving => ({ reduce, share, flops: flops / 100, seconds: seconds / 100, lost });

export const PUBLISHED_SAVINGS: readonly PublishedSaving[] = [
  row('depth', 0.25, [30, 35], 25.73),
  row('depth', 0.5, [54, 56], 20.27),
  row('depth', 0.75, [77, 77], 8.75),
  row('width', 0.25, [58, 72], 8.43),
  row('width', 0.5, [72, 81], 3.32),
  row('width', 0.75, [86, 91], 1.1),
  row('both', 0.25, [20, 28], 25.51),
  row('both', 0.5, [40, 47], 23.06),
  row('both', 0.75, [66, 71], 9.21),
];

/** The same part's cost by the closed form, as a share of the whole, mean over the five tasks. */
export function closedFormOfPublished({ reduce, share }: Pick<PublishedSaving, 'reduce' | 'share'>): number {
  const { layers, width, neurons, vocabulary } = T5_LARGE;
  const cost = (target: number, kept: number, decoderKept: number, narrow: number): number => {
    const form: ClosedForm = {
      ...{ source: SOURCE, target, width, attention: width, vocabulary, matrices: 3 },
      encoder: { layers: kept, neurons: narrow },
      decoder: { layers: decoderKept, neurons: narrow },
    };
    return closedFormCost(form);
  };
  const few = reduce === 'width' ? layers : share * layers;
  const narrow = reduce === 'depth' ? neurons : share * neurons;
  const each = TARGETS.map(
    (target) =>
      cost(target, few, target === SHORT ? layers : few, narrow) / cost(target, layers, layers, neurons),
  );
  return each.reduce((sum, one) => sum + one, 0) / each.length;
}
