/** What `train` and `run` write of a run: its file, one JSON object, a sentence. */
import { LabError } from '../errors/lab-error.ts';
import { printJson, say } from './output.ts';
import { writeRecord } from './record-file.ts';
import type { Trained } from './train-recipe.ts';

export interface TrainOutput {
  readonly out?: string;
  readonly json?: boolean;
}

/** Before a long run, not after it. @throws LabError `argument` */
export function checkOut(out: string | undefined): void {
  if (out === undefined || /\.(plab|json)$/.test(out)) return;
  throw new LabError({
    code: 'argument',
    message: `${out} is neither .plab nor .json.`,
    remedy: 'Give --out a name with one of these endings.',
    where: '--out',
  });
}

export function writeTrained({ record, result, heapBytes, seconds }: Trained, output: TrainOutput): void {
  if (output.out !== undefined) writeRecord(output.out, record);
  const { baselines, recipe } = record;
  if (output.json === true) {
    printJson({
      dev: result.dev,
      test: result.test,
      majority: baselines?.majority.test ?? null,
      noPrompt: baselines?.noPrompt.test ?? null,
      randomPrompt: baselines?.randomPrompt.test ?? null,
      bestStep: result.bestStep,
      steps: recipe.steps,
      seconds,
      stepMs: result.stepMs,
      engine: record.engine.engine,
      curve: record.points.map(({ step, loss, accuracy }) => ({ step, loss, accuracy })),
      devCurve: record.dev,
      baselines,
      compileMs: result.compileMs,
      heapBytes,
      recipe,
    });
  }
  const percent = (share: number | undefined): string =>
    share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
  say(
    `test ${percent(result.test)} with the prompt of step ${String(result.bestStep)} (dev ${percent(result.dev)}); majority ${percent(baselines?.majority.test)}, no prompt ${percent(baselines?.noPrompt.test)}, random prompt ${percent(baselines?.randomPrompt.test)}`,
  );
}
