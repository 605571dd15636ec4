/** Growing runs that ship with the page: a file a PLM and task, and a list of what they came to. */
import type { FetchText } from '../../run/recorded-run.ts';
import type { RecordedGrowth } from '../grow-lab-types.ts';

export const RECORDED_GROWTH = 'recorded/grow.json';

export const recordedFile = (plm: string, task: string): string =>
  `recorded/grow-${encodeURIComponent(plm)}-${encodeURIComponent(task)}.plab`;

/** Made with this very version of the page, so that its form isn't looked at again. */
export async function loadRecordedGrowth(read: FetchText): Promise<readonly RecordedGrowth[]> {
  const text = await read(RECORDED_GROWTH);
  if (text === null) return [];
  try {
    return JSON.parse(text) as readonly RecordedGrowth[];
  } catch {
    return [];
  }
}
