/** Makes the storage ready before anything is read from it. */
import { toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { STORAGE_LOCK, tidy } from '../../storage/tidy.ts';
import type { Visit } from '../run/visit.ts';

/**
 * What to tell of it; null for nothing. Another tab that is bringing a model in is left alone; one that is at this
 * already is waited for, because what it carries over is there by halves.
 */
export async function openStorage(
  store: KeyValue,
  locks: LockManager | undefined,
  visit: Visit,
): Promise<LabErrorData | null> {
  const work = async (): Promise<LabErrorData | null> => {
    try {
      const { size } = await visit.others();
      const { newer } = await tidy(store, size === 0);
      return newer === null ? null : newerVersion(newer);
    } catch (thrown) {
      return toErrorData(thrown, 'storage');
    }
  };
  if (locks === undefined) return work();
  const alone = await locks.request(STORAGE_LOCK, { ifAvailable: true }, async (lock) =>
    lock === null ? null : { problem: await work() },
  );
  if (alone !== null) return alone.problem;
  const { held } = await locks.query();
  if (held?.some(({ name, mode }) => name === STORAGE_LOCK && mode === 'exclusive') === true)
    await locks.request(STORAGE_LOCK, { mode: 'shared' }, () => undefined);
  return null;
}

function newerVersion(version: number): LabErrorData {
  return {
    code: 'storage',
    message: `A newer version of the lab has stored things here (form ${String(version)}), which this one can’t read.`,
    remedy: 'Reload the page to get the newer version; nothing of it is lost.',
    where: 'storage',
  };
}
