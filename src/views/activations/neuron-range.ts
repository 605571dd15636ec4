/** The window on the neuron axis: all of a layer's neurons, or those that were brushed. */
export interface NeuronRange {
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** Fewer neurons than this are too few to compare. */
const FEWEST = 8;

export function clampRange(range: NeuronRange, neurons: number): NeuronRange {
  const width = Math.max(Math.min(FEWEST, neurons), Math.min(neurons, Math.round(range.to - range.from)));
  const from = Math.max(0, Math.min(neurons - width, Math.round(range.from)));
  return { from, to: from + width };
}

/** The range `factor` times as wide around `centre`. */
export function zoomRange(range: NeuronRange, factor: number, centre: number, neurons: number): NeuronRange {
  const width = (range.to - range.from) * factor;
  const share = (centre - range.from) / (range.to - range.from);
  return clampRange({ from: centre - width * share, to: centre + width * (1 - share) }, neurons);
}

export function panRange(range: NeuronRange, by: number, neurons: number): NeuronRange {
  return clampRange({ from: range.from + by, to: range.to + by }, neurons);
}

/**
 * First neuron of each column, and one past the last at the end. All columns hold equally many neurons (but the
 * last, which may hold fewer), so that no column looks stronger for being wider.
 */
export function columnStarts(range: NeuronRange, mostColumns: number): Uint32Array {
  const width = range.to - range.from;
  const each = Math.max(1, Math.ceil(width / Math.max(1, Math.floor(mostColumns))));
  const columns = Math.ceil(width / each);
  return Uint32Array.from({ length: columns + 1 }, (_, c) => Math.min(range.to, range.from + c * each));
}

/** Column of `neuron`, or null outside of the range. */
export function columnOf(neuron: number, starts: Uint32Array): number | null {
  if (neuron < starts[0] || neuron >= starts[starts.length - 1]) return null;
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= neuron) low = middle;
    else high = middle;
  }
  return low;
}
