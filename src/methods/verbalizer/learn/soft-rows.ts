/**
 * The soft verbalizer (WARP, Hambardzumyan et al. 2021; specs: KPT, section 11): a row a class in place of the head's last
 * map, begun at the rows of the class's manual words and learned from the mask's states.
 */
import { argmax, softmax } from '../../../experiment/metrics.ts';
import { LabError } from '../../../errors/lab-error.ts';
import type { MaskReader, MaskStates } from '../mask-reader.ts';
import { learn, type BestLook } from './best-look.ts';

export interface LabelledStates {
  readonly states: MaskStates;
  readonly truth: readonly number[];
}

/**
 * Rows of the head for tokens, [tokens × width]: logits of unit states less those of no state, which leaves the bias out.
 * @throws LabError `label-words` for a head without a last linear map
 */
export async function headRows(
  reader: MaskReader,
  tokens: readonly number[],
  width: number,
  vocabulary: number,
): Promise<Float64Array> {
  if (width >= vocabulary || !(await reader.isAffine()))
    throw new LabError({
      code: 'label-words',
      message:
        'This PLM’s head does not end in a linear map, so there are no rows to begin a soft verbalizer with.',
      remedy: 'Leave SOFT out for this PLM.',
      where: 'variants',
    });
  const units = new Float32Array((width + 1) * width);
  for (let at = 0; at < width; at++) units[at * width + at] = 1;
  const logits = await reader.logits({ rows: width + 1, columns: width, values: units }, tokens);
  const rows = new Float64Array(tokens.length * width);
  for (let token = 0; token < tokens.length; token++)
    for (let at = 0; at < width; at++)
      rows[token * width + at] =
        logits.values[at * tokens.length + token] - logits.values[width * tokens.length + token];
  return rows;
}

function scoresOf({ columns, values }: MaskStates, row: number, rows: Float64Array): Float64Array {
  const classes = rows.length / columns;
  const scores = new Float64Array(classes);
  for (let c = 0; c < classes; c++)
    for (let at = 0; at < columns; at++) scores[c] += rows[c * columns + at] * values[row * columns + at];
  return scores;
}

/** Classes of rows. @param rows [classes × width] */
export const predictSoft = (states: MaskStates, rows: Float64Array): readonly number[] =>
  Array.from({ length: states.rows }, (_, row) => argmax(scoresOf(states, row, rows)));

function gradientOf({ states, truth }: LabelledStates, rows: Float64Array): Float64Array {
  const { columns, values } = states;
  const gradient = new Float64Array(rows.length);
  truth.forEach((y, row) => {
    softmax(scoresOf(states, row, rows)).forEach((probability, c) => {
      const error = (probability - (c === y ? 1 : 0)) / truth.length;
      for (let at = 0; at < columns; at++) gradient[c * columns + at] += error * values[row * columns + at];
    });
  });
  return gradient;
}

/** @param start [classes × width] */
export const learnSoftRows = (
  train: LabelledStates,
  dev: LabelledStates,
  start: Float64Array,
  settings: { readonly steps: number; readonly rate: number },
): BestLook =>
  learn(
    {
      values: start.slice(),
      gradient: (now) => gradientOf(train, now),
      predict: (now) => predictSoft(dev.states, now),
    },
    dev.truth,
    settings,
  );
