/** The reader's weights before the first step (spec 0.14), by seed. */
import { randomStream } from '../random.ts';
import type { ReaderModel } from './reader-model.ts';
import { parameterLayout, type ReaderParameter } from './reader-parameters.ts';

/** Deviation of the vectors of passages. */
const RANK_DEVIATION = 0.1;

/** Bias of a highway's gate: what comes in goes through at first. */
const CARRY_BIAS = -1;

/** What maps are multiplied by, so that a block changes little at first. */
const SCALES: readonly (readonly [pattern: RegExp, scale: number])[] = [
  [/^block\.\d+\.output\.weight$/, 0.3],
  [/\.pointwise$/, 0.2],
  [/^readout\.weight$/, 0.3],
];

/** What a parameter starts as without being drawn; null for one that is. */
function constantOf(name: string): number | null {
  if (name.endsWith('.carry.bias')) return CARRY_BIAS;
  if (name.endsWith('.scale')) return 1;
  return /\.(?:bias|shift)$/.test(name) ? 0 : null;
}

function drawn({ name, dims }: ReaderParameter, count: number, seed: number): Float32Array {
  // A stream a parameter: another size of one leaves the others as they are.
  const random = randomStream(seed, `reader/${name}`);
  if (name === 'rank.table')
    return Float32Array.from({ length: count }, () => random.normal(0, RANK_DEVIATION));
  const [from, to = 1] = dims;
  const scale = SCALES.find(([pattern]) => pattern.test(name))?.[1] ?? 1;
  // Glorot and Bengio 2010.
  const most = scale * Math.sqrt(6 / (from + to));
  return Float32Array.from({ length: count }, () => random.uniform(-most, most));
}

export function startWeights(model: ReaderModel, seed: number): Float32Array {
  const { parameters, size } = parameterLayout(model);
  const weights = new Float32Array(size);
  for (const one of parameters) {
    const constant = constantOf(one.name);
    const count = one.end - one.start;
    weights.set(
      constant === null ? drawn(one, count, seed) : new Float32Array(count).fill(constant),
      one.start,
    );
  }
  return weights;
}
