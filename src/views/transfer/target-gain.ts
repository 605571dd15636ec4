/** What training gained on a target over what needs no training, and why there may be nothing of it to bring along. */
import type { BaselineName } from '../../experiment/baselines.ts';
import type { ReportedTask, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { isKnown, minus } from './estimate-text.ts';

/** A share of a smaller gain, of 1, says more of the noise than of the prompt. */
const LEAST_GAIN = 0.03;

/** Own minus random accuracy; null while one of them is missing. */
export function gainOn({ tasks }: TransferReport, target: number): number | null {
  const { own, random } = tasks[target];
  return isKnown(own) && isKnown(random) ? own.mean - random.mean : null;
}

/** What needs no training, within a sentence. */
export const FLOORS: Readonly<Record<BaselineName, string>> = {
  noPrompt: 'the template alone',
  randomPrompt: 'random prompts',
  majority: 'the majority class',
};

/** What a share of the gain is counted from, and what it is called on a ruler. */
export function floorOf({
  toTransfer,
  random,
}: ReportedTask): { readonly name: string; readonly accuracy: number } | null {
  if (toTransfer.kind !== 'unknown')
    return { name: SHORT_FLOORS[toTransfer.floor.name], accuracy: toTransfer.floor.accuracy };
  return isKnown(random) ? { name: 'random', accuracy: random.mean } : null;
}

const SHORT_FLOORS: Readonly<Record<BaselineName, string>> = {
  noPrompt: 'no prompt',
  randomPrompt: 'random',
  majority: 'majority',
};

function nothingText(gain: number, floor: BaselineName): string {
  const points = minus(Math.abs(100 * gain).toFixed(1));
  return gain < 0
    ? `training ends ${points} points below ${FLOORS[floor]}: nothing to transfer`
    : `${points} points over ${FLOORS[floor]} aren’t settled: nothing to transfer`;
}

/** Whether the task's own prompt is trained and scored. */
export const isTrained = ({ tasks }: TransferReport, task: number): boolean => isKnown(tasks[task].own);

/** Why no share of the gain is there for a target, in words; null where there is one, or where it is still to come. */
export function whyNoShare(report: TransferReport, target: number): string | null {
  if (!isTrained(report, target)) return null;
  const { toTransfer } = report.tasks[target];
  if (toTransfer.kind === 'something') return null;
  if (toTransfer.kind === 'nothing') return nothingText(toTransfer.gain.mean, toTransfer.floor.name);
  const gain = gainOn(report, target);
  if (gain === null)
    return isKnown(report.tasks[target].random) ? null : 'no random prompt was scored: the gain is not known';
  const points = minus(Math.abs(100 * gain).toFixed(1));
  if (gain < 0) return `training lost ${points} points: nothing to transfer`;
  if (gain < LEAST_GAIN) return `training gained ${points} points only: nothing to transfer`;
  const others = report.cells[target].filter((cell, source) => cell !== null && source !== target);
  const isSettled = others.length === 0 || others.some((cell) => isKnown(cell?.recovery ?? null));
  return isSettled ? null : `a gain of ${points} points that is not settled: nothing to transfer`;
}
