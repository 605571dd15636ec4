/** The page's line to the library worker; tests put a scripted service there. */
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { LibraryEvent, LibraryService } from '../../protocol/library-protocol.ts';
import { lifeName } from '../run/worker-life.ts';
import { openWorkerLine } from '../run/worker-line.ts';

export interface LibraryConnection {
  readonly service: LibraryService;
  /** Resolves when the worker died; never when it was closed on purpose. */
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

export type ConnectLibrary = (onEvent: (event: LibraryEvent) => void) => Promise<LibraryConnection>;

export const connectLibraryWorker: ConnectLibrary = (onEvent) => {
  const name = lifeName('library');
  const worker = new Worker(new URL('../../../workers/library.worker.ts', import.meta.url), {
    type: 'module',
    name,
  });
  return openWorkerLine('library', worker, onEvent, name);
};
