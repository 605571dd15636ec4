/** Runs of words that ship with the page: a file a PLM and task, and a list of what they came to. */
import type { FetchText } from '../../run/recorded-run.ts';
import type { RecordedRun } from '../words-lab-types.ts';

export const RECORDED_WORDS = 'recorded/words.json';

export const recordedFile = (plm: string, task: string): string =>
  `recorded/words-${encodeURIComponent(plm)}-${encodeURIComponent(task)}.plab`;

/** Made with this very version of the page, so that its form isn't looked at again. */
export async function loadRecordedWords(read: FetchText): Promise<readonly RecordedRun[]> {
  const text = await read(RECORDED_WORDS);
  if (text === null) return [];
  try {
    return JSON.parse(text) as readonly RecordedRun[];
  } catch {
    return [];
  }
}
