/** The facts of what is shown that its finding is made of. */
import type { GrowFacts } from '../../views/grow/grow-finding.ts';
import { isActive } from '../job/job-status.ts';
import type { GrowState } from './grow-lab-types.ts';

/** @param planned cost of the form's stages; null while it isn't known */
export function factsOfGrowth(
  { shown, status, progress }: Pick<GrowState, 'shown' | 'status' | 'progress'>,
  task: string,
  planned: number | null,
): GrowFacts {
  if (isActive(status)) {
    const { done, total } = progress ?? { done: 0, total: 0 };
    return total === 0
      ? { kind: 'planned', cost: planned }
      : { kind: 'filling', isLive: true, task, done, total };
  }
  if (shown === null) return { kind: 'planned', cost: planned };
  const { report, testRows } = shown;
  const isGrown = report.arms.some(({ name, test }) => name === 'grow' && test !== null);
  if (isGrown) return { kind: 'measured', report, rows: testRows === 0 ? null : testRows };
  return report.done === 0
    ? { kind: 'planned', cost: planned }
    : { kind: 'filling', isLive: false, task: report.task, done: report.done, total: report.total };
}
