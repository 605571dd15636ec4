/** Which prompts' neurons a sweep of the form switches off: those that gained something, as far as that is known. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';

/** Masking is measured on three targets a prompt: more prompts would be most of a sweep. */
const MOST_TASKS = 2;

/** Whether a task's own prompt gained something over its floor; null where that isn't known. */
export type GainOf = (task: string) => boolean | null;

/** Of the sweep shown, where it is of the same PLM. */
export function gainsIn(report: TransferReport | null, plm: string): GainOf {
  return (task) => {
    const found = report?.plm === plm ? report.tasks.find(({ name }) => name === task) : undefined;
    if (found === undefined || found.toTransfer.kind === 'unknown') return null;
    return found.toTransfer.kind === 'something';
  };
}

/** Tasks with a gain first, then those of which it isn't known; where a prompt gained nothing there is nothing to lose. */
export function maskedTasks(tasks: readonly string[], gainOf: GainOf): readonly string[] {
  const known = tasks.filter((task) => gainOf(task) === true);
  const open = tasks.filter((task) => gainOf(task) === null);
  return [...known, ...open].slice(0, MOST_TASKS);
}
