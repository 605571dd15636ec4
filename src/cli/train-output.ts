/** What `train` and `run` write of a run: its file, one JSON object, a sentence. */
import { wordWeightsOf } from '../experiment/artefacts.ts';
import { baselineNamed, testRange, type BaselineName } from '../experiment/baselines.ts';
import { LabError } from '../errors/lab-error.ts';
import { wordShares } from '../experiment/word-shares.ts';
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
  const weights = wordWeightsOf(record.artefacts);
  const testOf = (name: BaselineName): number | null => baselineNamed(baselines, name)?.test ?? null;
  if (output.json === true) {
    printJson({
      dev: result.dev,
      test: result.test,
      majority: testOf('majority'),
      noPrompt: testOf('noPrompt'),
      randomPrompt: testOf('randomPrompt'),
      bestStep: result.bestStep,
      steps: recipe.training.steps,
      seconds,
      stepMs: result.stepMs,
      engine: record.engine.engine,
      curve: record.points.map(({ step, loss, accuracy }) => ({ step, loss, accuracy })),
      devCurve: record.dev,
      baselines: Object.fromEntries(baselines.map(({ name, ...accuracies }) => [name, accuracies])),
      compileMs: result.compileMs,
      heapBytes,
      ...(weights === null ? {} : { wordWeights: sharesByLabel(record, weights) }),
      recipe,
    });
  }
  say(
    `test ${percent(result.test)} with the prompt of step ${String(result.bestStep)} (dev ${percent(result.dev)}); majority ${percent(testOf('majority'))}, no prompt ${percent(testOf('noPrompt'))}, random prompts ${percent(testOf('randomPrompt'))}${rangeText(record)}`,
  );
}

/** Null where words of a class count by the same token. */
function sharesByLabel({ labels, recipe }: Trained['record'], weights: Float32Array): unknown {
  const shares = wordShares(recipe.labelWords, weights);
  return shares?.map((words, c) => ({ label: labels[c], words })) ?? null;
}

const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);

/** How far random prompts lie apart on test, in brackets; nothing where their draws are not known. */
function rangeText({ baselines }: Trained['record']): string {
  const baseline = baselineNamed(baselines, 'randomPrompt');
  const range = baseline === null ? null : testRange(baseline);
  if (range === null) return '';
  return ` (${String(baseline?.draws?.length)} draws, ${percent(range.low)} to ${percent(range.high)})`;
}
