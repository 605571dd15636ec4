/** The page's lines to its workers, as a table; a test puts services of its own there. */
import { callWorker, connectWorker, type CallWorker, type ConnectWorker } from './worker-line.ts';
import type { AnsweringWorkers, TellingWorkers } from './worker-table.ts';

export type LabLines = { readonly [Name in keyof TellingWorkers]: ConnectWorker<Name> } & {
  readonly [Name in keyof AnsweringWorkers]: CallWorker<Name>;
};

export const workerLines: LabLines = {
  train: connectWorker('train'),
  sweep: connectWorker('sweep'),
  library: connectWorker('library'),
  tasks: connectWorker('tasks'),
  words: connectWorker('words'),
  report: callWorker('report'),
  experiment: callWorker('experiment'),
};
