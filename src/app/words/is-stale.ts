/** Whether the form makes another run than the one shown. */
import { draftOf } from './words-draft.ts';
import type { WordsDraft, WordsState } from './words-lab-types.ts';

/** What a run is made of; the rest of the form is only for a live one. */
const PARTS = ['plm', 'task', 'templates', 'support', 'seeds', 'frequencyCut', 'words'] as const;

export function isStale({ shown, status }: Pick<WordsState, 'shown' | 'status'>, draft: WordsDraft): boolean {
  if (shown === null || status === 'running' || status === 'starting') return false;
  const made = draftOf(shown, draft);
  return PARTS.some((part) => String(draft[part]) !== String(made[part]));
}
