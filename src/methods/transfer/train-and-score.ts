/** Trains a task from another prompt, and scores what comes of it. */
import type { InitialisedCell } from '../../experiment/transfer/cells/initialise.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import { scoreRows } from './score-rows.ts';
import { trainFrom, type TrainingParts } from './train-from.ts';

/** @throws LabError what training and scoring throw, `cancelled` when stopped */
export async function trainAndScore(
  parts: TrainingParts,
  of: { readonly plm: string; readonly task: string; readonly seed: number },
  start: SavedPrompt,
  doing: string,
): Promise<InitialisedCell> {
  const trained = await trainFrom(parts, of, start, doing);
  const session = await parts.world.session(of.plm, of.task, of.seed);
  const best = { length: trained.length, width: trained.width, values: trained.prompt };
  const { predictions } = await scoreRows(parts, session, best, doing);
  return { kind: 'initialised', ...trained, predictions };
}
