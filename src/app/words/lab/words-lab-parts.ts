/** What the place Words is made from. */
import { LabError } from '../../../errors/lab-error.ts';
import type { TaskEntry } from '../../../experiment/task-types.ts';
import type { Network } from '../../../offline/network.ts';
import type { KeyValue } from '../../../storage/key-value.ts';
import { findTaskOn, type Shelf } from '../../library/shelf.ts';
import type { FetchText } from '../../run/recorded-run.ts';
import type { FetchBytes } from '../../sweep/sweep-sources.ts';
import type { CallWorker, ConnectWorker } from '../../workers/worker-line.ts';

export interface WordsLabParts {
  readonly sweep: ConnectWorker<'sweep'>;
  readonly words: ConnectWorker<'words'>;
  readonly report: CallWorker<'report'>;
  readonly network: Network;
  readonly storage: KeyValue;
  readonly shelf: Shelf;
  readonly readText: FetchText;
  readonly readBytes: FetchBytes;
  readonly announce: (text: string) => void;
  readonly now: () => Date;
  /** What forms can choose: the name in recipes, and what lists call it. */
  readonly plms: () => readonly (readonly [string, string])[];
  readonly tasks: () => readonly (readonly [string, string])[];
}

/** @throws LabError `task` for one that isn't on this device */
export function taskOf({ shelf }: Pick<WordsLabParts, 'shelf'>, name: string): TaskEntry {
  const found = findTaskOn(shelf, name);
  if (found !== null) return found;
  throw new LabError({
    code: 'task',
    message: `There is no task “${name}” on this device.`,
    remedy: 'Choose another one, or bring it in again in the Library.',
    where: 'task',
  });
}
