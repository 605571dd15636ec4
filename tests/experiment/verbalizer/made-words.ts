/** Random word logits of a made task, with nothing of a PLM behind them. Only tests import it. */
import { randomStream, type RandomStream } from '../../../src/experiment/random.ts';
import type { ClassWords } from '../../../src/experiment/verbalizer/chain/class-scores.ts';
import type { Matrix } from '../../../src/experiment/verbalizer/chain/word-values.ts';

export interface MadeWords {
  readonly words: Matrix;
  readonly classes: ClassWords;
  readonly prior: Float64Array;
  readonly truth: readonly number[];
}

export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  return { rows: rows.length, columns, values: Float64Array.from(rows.flat()) };
}

export const drawn = (stream: RandomStream, count: number, spread = 3): Float64Array =>
  Float64Array.from({ length: count }, () => stream.normal(0, spread));

/** Columns of classes with so many words each, side by side. */
export function sideBySide(counts: readonly number[]): ClassWords {
  let next = 0;
  return counts.map((count) => Array.from({ length: count }, () => next++));
}

/** @param counts words of each class */
export function madeWords(seed: number, counts: readonly number[], rows = 20): MadeWords {
  const stream = randomStream(seed, 'made words');
  const classes = sideBySide(counts);
  const columns = classes.flat().length;
  return {
    words: { rows, columns, values: drawn(stream, rows * columns) },
    classes,
    prior: drawn(stream, columns),
    truth: Array.from({ length: rows }, () => stream.integer(0, counts.length - 1)),
  };
}
