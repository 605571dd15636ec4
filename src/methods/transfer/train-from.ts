/** Trains a task of a sweep from a given prompt, and counts what it costs. */
import type { StepPoint } from '../../experiment/run-record.ts';
import { recentLoss } from '../../experiment/metrics.ts';
import type { CostedPoint, TrainedPrompt } from '../../experiment/transfer/cells/train.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { PromptSession } from '../prompt/prompt-session.ts';
import { TrainRun } from '../prompt/train-run.ts';
import type { CellContext } from '../sweep/cell-computation.ts';
import { stopped } from '../sweep/stopped.ts';
import type { TransferWorld } from './transfer-world.ts';

export type TrainingParts = Pick<CellContext<TransferWorld>, 'world' | 'control' | 'progress'>;

/**
 * Trains the task of `session` from `start`.
 * @param looks steps after which dev is looked at beside the recipe's evaluations
 * @param snapshots takes the prompt at each dev evaluation
 * @throws LabError what a run throws, `cancelled` when stopped
 */
export async function trainFrom(
  { world, control, progress }: TrainingParts,
  session: PromptSession,
  start: SavedPrompt,
  doing: string,
  looks: readonly number[] = [],
  snapshots: Float32Array[] = [],
): Promise<TrainedPrompt> {
  const task = await world.task(session.recipe.task);
  const { steps, promptLength: length } = world.sweep.training;
  const flopsBefore = session.trainedFlops;
  const curve: CostedPoint[] = [];
  const seconds: number[] = [];
  const points: StepPoint[] = [];
  const run: TrainRun = new TrainRun({
    session,
    task,
    control,
    saved: start,
    from: null,
    watch: false,
    looks,
    emit: (event) => {
      if (event.kind === 'steps') points.push(...event.points);
      if (event.kind === 'phase' && event.phase === 'train')
        progress(doing, event.done, steps, recentLoss(points));
      // A checkpoint follows every evaluation; others come by the clock.
      if (event.kind === 'checkpoint' && event.checkpoint.dev.length > snapshots.length)
        snapshots.push(event.checkpoint.state.prompt.values);
      if (event.kind !== 'dev') return;
      curve.push({ ...event.point, flops: session.trainedFlops - flopsBefore });
      seconds.push(run.trainedSeconds);
    },
  });
  const best = await run.train();
  if (best === null) throw stopped();
  const { step: bestStep, dev, prompt } = best;
  return { length, width: session.plm.width, prompt, bestStep, dev, curve, seconds };
}
