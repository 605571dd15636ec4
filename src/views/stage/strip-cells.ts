/**
 * A layer of neurons as a strip of cells: each cell shows the strongest (by size) of the neurons that share it, so that a
 * few that fire are seen among many that don't.
 */

export const STRIP_COLUMNS = 6;
export const STRIP_ROWS = 64;

/** With the soft prompt, with the template alone, and what the prompt changes. */
export type StripMode = 'with' | 'without' | 'difference';

export interface StageNeurons {
  readonly layers: number;
  readonly neurons: number;
  /** [layers × neurons] as signed bytes on a root scale; null where there is no prompt yet. */
  readonly bytes: Readonly<Record<StripMode, Int8Array | null>>;
  /** What a byte stands for. */
  readonly valueOf: (byte: number) => number;
}

/** First neuron of each cell, and one more behind the last. Fewer neurons than cells leave cells out. */
export function cellStarts(neurons: number, cells = STRIP_COLUMNS * STRIP_ROWS): readonly number[] {
  const count = Math.min(cells, neurons);
  return Array.from({ length: count + 1 }, (_, cell) => Math.floor((cell * neurons) / count));
}

/** Index of the strongest neuron from `from` to before `to`. */
function strongest(bytes: Int8Array, from: number, to: number): number {
  let best = from;
  for (let at = from + 1; at < to; at += 1) if (Math.abs(bytes[at]) > Math.abs(bytes[best])) best = at;
  return best;
}

/** The cells of layer `layer`, as bytes. */
export function stripCells(
  bytes: Int8Array,
  layer: number,
  neurons: number,
  starts: readonly number[],
): Int8Array {
  const offset = layer * neurons;
  return Int8Array.from(
    { length: starts.length - 1 },
    (_, cell) => bytes[strongest(bytes, offset + starts[cell], offset + starts[cell + 1])],
  );
}

/** Bytes below this are noise: a scale doesn't end there. */
const LEAST_FULL = 20;
/** So many of the cells' neurons are at the end of the scale, or beyond it. */
const BEYOND = 0.01;

/** The size of a byte that has the full colour: few neurons without a prompt are as strong. Fixed for a sentence. */
export function fullByte(plain: Int8Array): number {
  const sizes = Uint8Array.from(plain, Math.abs).sort();
  return Math.max(LEAST_FULL, sizes[Math.floor((1 - BEYOND) * (sizes.length - 1))]);
}

/** What stands under a cell, in words. */
export function cellWords(
  shown: StageNeurons,
  mode: StripMode,
  layer: number,
  cell: number,
  starts: readonly number[],
): string {
  const bytes = shown.bytes[mode];
  const [from, to] = [starts[cell], starts[cell + 1]];
  const which = to - from === 1 ? `neuron ${from}` : `neurons ${from}–${to - 1}, the strongest`;
  if (bytes === null) return `Layer ${layer + 1}, ${which}`;
  const at = strongest(bytes, layer * shown.neurons + from, layer * shown.neurons + to);
  const value = shown.valueOf(bytes[at]);
  return `Layer ${layer + 1}, ${which}: ${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
