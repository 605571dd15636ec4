/** Whether the form makes another run than the one shown. */
import { isActive } from '../job/job-status.ts';
import { draftOfGrowth } from './grow-draft.ts';
import type { GrowDraft, GrowState } from './grow-lab-types.ts';

/** What a run is made of; the rest of the form adds to one. */
const PARTS = [
  'plm',
  'task',
  'stages',
  'steps',
  'promptLength',
  'learningRate',
  'batch',
  'seeds',
  'selectNeurons',
  'grows',
  'decoder',
  'startFrom',
] as const satisfies readonly (keyof GrowDraft)[];

export function isStale({ shown, status }: Pick<GrowState, 'shown' | 'status'>, draft: GrowDraft): boolean {
  if (shown === null || isActive(status)) return false;
  const made: GrowDraft = { ...draftOfGrowth(shown, draft), startFrom: '' };
  return PARTS.some((part) => JSON.stringify(draft[part]) !== JSON.stringify(made[part]));
}
