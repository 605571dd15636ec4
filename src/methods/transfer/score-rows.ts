/** Classes that a prompt chooses for a task's test rows. */
import { argmax } from '../../experiment/metrics.ts';
import type { ScoredCell } from '../../experiment/transfer/cells/transfer.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { NeuronMasks, PromptSession } from '../prompt/prompt-session.ts';
import type { CellContext } from '../sweep/cell-computation.ts';
import { stopped } from '../sweep/stopped.ts';

/**
 * Classes chosen for the test rows (the first `rows`). A pause or a stop comes in between two batches.
 * @param prompt null for the template alone
 * @throws LabError `cancelled` when stopped
 */
export async function scoreRows(
  { control, progress }: Pick<CellContext<unknown>, 'control' | 'progress'>,
  session: PromptSession,
  prompt: SavedPrompt | null,
  doing: string,
  rows: number = session.task.test.length,
  masks: NeuronMasks | null = null,
): Promise<ScoredCell> {
  const started = performance.now();
  const [forward, compile] = [session.forwardMs, session.compileMs];
  const used = session.task.test.slice(0, rows);
  const work = session.scoreBatches(used, prompt?.values ?? null, masks);
  let next = await work.next();
  for (; next.done !== true; next = await work.next()) {
    progress(doing, next.value, used.length);
    if (!(await control.hold(() => Promise.resolve()))) throw stopped();
  }
  const classes = session.task.verbalizer.labels.length;
  const scores = next.value;
  const all = performance.now() - started - (session.compileMs - compile);
  return {
    kind: 'scored',
    predictions: used.map((_, row) => argmax(scores, row * classes, classes)),
    seconds: [all / 1000, (session.forwardMs - forward) / 1000],
  };
}
