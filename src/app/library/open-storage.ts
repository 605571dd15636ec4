/** Makes the storage ready before anything is read from it. */
import { toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { STORAGE_LOCK, tidy } from '../../storage/tidy.ts';

/** What to tell of it; null for nothing. Another tab that is bringing a model in, or is at this already, is left alone. */
export async function openStorage(
  store: KeyValue,
  locks: LockManager | undefined,
): Promise<LabErrorData | null> {
  const work = async (): Promise<LabErrorData | null> => {
    try {
      const { newer } = await tidy(store);
      return newer === null ? null : newerVersion(newer);
    } catch (thrown) {
      return toErrorData(thrown, 'storage');
    }
  };
  if (locks === undefined) return work();
  return locks.request(STORAGE_LOCK, { ifAvailable: true }, (lock) => (lock === null ? null : work()));
}

function newerVersion(version: number): LabErrorData {
  return {
    code: 'storage',
    message: `A newer version of the lab has stored things here (form ${String(version)}), which this one can’t read.`,
    remedy: 'Reload the page to get the newer version; nothing of it is lost.',
    where: 'storage',
  };
}
