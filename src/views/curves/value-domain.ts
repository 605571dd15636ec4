/** The y-domain of a curve: from the 1st to the 99th percentile, so that a spike doesn't flatten the rest. */
import { scaleLinear } from 'd3';

/** More values than this say nothing more about a percentile, and sorting them all would cost the frame. */
const SAMPLE = 2000;
const LOW_PERCENTILE = 0.01;
const HIGH_PERCENTILE = 0.99;
/** Breathing space in front of rounding to the axis's own numbers. */
const PADDING = 0.05;
/** What a logarithmic axis begins with where values reach zero. */
const SMALLEST_LOG = 1e-4;

/** Rounded domain of `values`, which always takes in the finite ones of `marks` (dev dots, reference lines). */
export function valueDomain(
  columns: readonly { readonly values: Float64Array; readonly length: number }[],
  marks: readonly number[],
  logarithmic: boolean,
): readonly [number, number] {
  const sample: number[] = [];
  const all = columns.reduce((sum, { length }) => sum + length, 0);
  const stride = Math.max(1, Math.ceil(all / SAMPLE));
  for (const { values, length } of columns) {
    for (let i = 0; i < length; i += stride) if (Number.isFinite(values[i])) sample.push(values[i]);
  }
  sample.sort((a, b) => a - b);
  const finite = marks.filter((mark) => Number.isFinite(mark));
  const at = (share: number): readonly number[] =>
    sample.length === 0 ? [] : [sample[Math.round(share * (sample.length - 1))]];
  const ends = [...at(LOW_PERCENTILE), ...at(HIGH_PERCENTILE), ...finite];
  if (ends.length === 0) return logarithmic ? [0.1, 1] : [0, 1];
  let low = Math.min(...ends);
  let high = Math.max(...ends);
  if (logarithmic) {
    low = Math.max(low, SMALLEST_LOG);
    return [low / (1 + PADDING), Math.max(high, low * 2) * (1 + PADDING)];
  }
  if (high === low) {
    low -= 0.5;
    high += 0.5;
  }
  const pad = (high - low) * PADDING;
  const [from, to] = scaleLinear()
    .domain([low >= 0 ? Math.max(0, low - pad) : low - pad, high + pad])
    .nice(5)
    .domain();
  return [from, to];
}
