/** How the prompts of the sweep under way learn; null while none is. */
import { useMemo } from 'react';
import type { TaskTraining } from '../../views/transfer/training-lines.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import { trainingNow, trainingOfTasks } from './training-of-sweep.ts';

/** The matrix is drawn anew for each of these parts of a training, not for each step. */
const PARTS = 20;

export function useTraining(): readonly TaskTraining[] | null {
  const record = useSweep((state) => (isActive(state.status) ? state.record : null));
  const start = useSweep((state) => state.start);
  const task = useSweep(({ recipe, start: from, progress }) =>
    recipe === null ? null : (trainingNow(recipe, from, progress)?.task ?? null),
  );
  const part = useSweep(({ progress }) =>
    progress === null || progress.total === 0 ? 0 : Math.floor((PARTS * progress.done) / progress.total),
  );
  const lab = useLab();
  return useMemo(() => {
    if (record === null) return null;
    // Read when a part is over, not followed from step to step.
    const { lossesNow } = lab.sweeps.store.getState();
    return trainingOfTasks(record, start, task === null ? null : { task }, part / PARTS, lossesNow);
  }, [record, start, task, part, lab]);
}
