/** Many experiment files as one sweep; those that can't be read are named beside those that don't fit. */
import { LabError } from '../errors/lab-error.ts';
import { experimentOf } from '../experiment/experiments.ts';
import type { RefusedFile, SweepFile } from '../experiment/sweep/fitting-files.ts';
import { gatherSweeps, type GatheredSweep } from '../experiment/sweep/gather-sweeps.ts';
import type { SweepRecord } from '../experiment/sweep/sweep-record.ts';

const reasonOf = ({ message }: LabError): string => message.replace(/\.$/, '');

/**
 * @param names of the files
 * @param open the sweep in the file of that place in `names`. @throws LabError why it can't be read
 * @throws LabError as `gatherSweeps`; of the first file that can't be read, where it leaves fewer than two
 */
export async function gatherFiles(
  names: readonly string[],
  open: (index: number) => SweepRecord,
): Promise<GatheredSweep> {
  const files: SweepFile[] = [];
  const unreadable: RefusedFile[] = [];
  const errors: LabError[] = [];
  for (const [index, name] of names.entries()) {
    try {
      files.push({ name, record: open(index) });
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown;
      errors.push(thrown);
      unreadable.push({ file: name, reason: reasonOf(thrown) });
    }
  }
  // With one file left there is nothing to join.
  if (errors.length > 0 && files.length < 2) throw errors[0];
  const gathered = await gatherSweeps(files, experimentOf);
  return { ...gathered, refused: [...unreadable, ...gathered.refused] };
}
