/** The workers of the lab: what each offers and tells, how people read of it, and how it is made. */
import type { TrainEvent } from '../../experiment/train-events.ts';
import type { ExperimentService } from '../../protocol/experiment-protocol.ts';
import type { LibraryEvent, LibraryService } from '../../protocol/library-protocol.ts';
import type { ReportService, SweepEvent, SweepService } from '../../protocol/sweep-protocol.ts';
import type { TaskEvent, TaskService } from '../../protocol/task-protocol.ts';
import type { TrainService } from '../../protocol/train-protocol.ts';
import type { WordsEvent, WordsService } from '../../protocol/words-protocol.ts';

/** Workers that tell how far they are. */
export interface TellingWorkers {
  readonly train: { readonly service: TrainService; readonly event: TrainEvent };
  readonly sweep: { readonly service: SweepService; readonly event: SweepEvent };
  readonly library: { readonly service: LibraryService; readonly event: LibraryEvent };
  readonly tasks: { readonly service: TaskService; readonly event: TaskEvent };
  readonly words: { readonly service: WordsService; readonly event: WordsEvent };
}

/** Workers that only answer. */
export interface AnsweringWorkers {
  readonly report: { readonly service: ReportService };
  readonly experiment: { readonly service: ExperimentService };
}

export type LabWorkers = TellingWorkers & AnsweringWorkers;
export type WorkerName = keyof LabWorkers;

export interface WorkerEntry {
  /** How people read of it: “The … worker crashed”. */
  readonly spoken: string;
  /** @param name its own, by which it holds its lock */
  readonly make: (name: string) => Worker;
}

/** The bundler finds a worker by a call of just this form. */
export const WORKERS: Readonly<Record<WorkerName, WorkerEntry>> = {
  train: {
    spoken: 'training',
    make: (name) =>
      new Worker(new URL('../../../workers/train.worker.ts', import.meta.url), { type: 'module', name }),
  },
  sweep: {
    spoken: 'sweep',
    make: (name) =>
      new Worker(new URL('../../../workers/sweep.worker.ts', import.meta.url), { type: 'module', name }),
  },
  report: {
    spoken: 'report',
    make: (name) =>
      new Worker(new URL('../../../workers/report.worker.ts', import.meta.url), { type: 'module', name }),
  },
  library: {
    spoken: 'library',
    make: (name) =>
      new Worker(new URL('../../../workers/library.worker.ts', import.meta.url), { type: 'module', name }),
  },
  tasks: {
    spoken: 'import',
    make: (name) =>
      new Worker(new URL('../../../workers/tasks.worker.ts', import.meta.url), { type: 'module', name }),
  },
  words: {
    spoken: 'words',
    make: (name) =>
      new Worker(new URL('../../../workers/words.worker.ts', import.meta.url), { type: 'module', name }),
  },
  experiment: {
    spoken: 'experiment',
    make: (name) =>
      new Worker(new URL('../../../workers/experiment.worker.ts', import.meta.url), { type: 'module', name }),
  },
};
