/** Trains a task from another prompt, and scores what comes of it. */
import type { InitialisedCell } from '../../experiment/transfer/cells/initialise.ts';
import type { EarlyLooks } from '../../experiment/transfer/early-looks.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import { scoreRows } from './score-rows.ts';
import { trainFrom, type TrainingParts } from './train-from.ts';

/**
 * @param early how the run is looked at early; null trains as the sweep's own prompts are trained
 * @throws LabError what training and scoring throw, `cancelled` when stopped
 */
export async function trainAndScore(
  parts: TrainingParts,
  of: { readonly plm: string; readonly task: string; readonly seed: number },
  start: SavedPrompt,
  doing: string,
  early: EarlyLooks | null = null,
): Promise<InitialisedCell> {
  const { world } = parts;
  const { plm, task, seed } = of;
  const session = await (early === null
    ? world.session(plm, task, seed)
    : world.earlySession(plm, task, seed, early));
  const trained = await trainFrom(parts, session, start, doing, early?.looks);
  const best = { length: trained.length, width: trained.width, values: trained.prompt };
  const { predictions } = await scoreRows(parts, session, best, doing);
  return { kind: 'initialised', ...trained, predictions };
}
