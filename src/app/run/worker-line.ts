/** A line to a worker: requests through Comlink, events over a port, and the news of its death. */
import { releaseProxy, transfer, wrap, type Remote } from 'comlink';
import { LabError, type LabErrorData } from '../../errors/lab-error.ts';
import type { LibraryEvent, LibraryService } from '../../protocol/library-protocol.ts';
import type { SweepEvent, SweepService } from '../../protocol/sweep-protocol.ts';
import type { TaskEvent, TaskService } from '../../protocol/task-protocol.ts';
import type { TrainEvent } from '../../experiment/train-events.ts';
import type { TrainService } from '../../protocol/train-protocol.ts';
import { endOfLife } from './worker-life.ts';

/** The workers that tell how far they are, by name: what they offer and what they tell. */
interface ComputingWorkers {
  readonly train: { readonly service: TrainService; readonly event: TrainEvent };
  readonly sweep: { readonly service: SweepService; readonly event: SweepEvent };
  readonly library: { readonly service: LibraryService; readonly event: LibraryEvent };
  readonly tasks: { readonly service: TaskService; readonly event: TaskEvent };
}

export interface WorkerLine<Name extends keyof ComputingWorkers> {
  readonly service: Remote<ComputingWorkers[Name]['service']>;
  /** Resolves when the worker died; of one that was closed on purpose it means nothing. */
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

/** The news that a worker died, by an error of its own or silently. */
export interface WorkerDeath {
  readonly crashed: Promise<LabErrorData>;
  /** Begins to look whether it lives; call it when the worker has answered. */
  readonly watch: () => void;
}

/** @param life the name by which the worker holds its lock; null for one that holds none */
export function deathOf(kind: string, worker: Worker, life: string | null): WorkerDeath {
  const crashOf = (detail: string): LabErrorData => ({
    code: 'worker-crashed',
    message: `The ${kind} worker crashed: ${detail}.`,
    remedy: 'Try again; if it happens again, choose a smaller batch, or reload the page.',
    where: `${kind} worker`,
  });
  let die: (data: LabErrorData) => void = () => undefined;
  const crashed = new Promise<LabErrorData>((resolve) => (die = resolve));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    die(crashOf(event.message === '' ? 'it could not be loaded or ran out of memory' : event.message));
  });
  worker.addEventListener('messageerror', () => die(crashOf('a message could not be read')));
  return {
    crashed,
    watch: () => {
      if (life !== null) void endOfLife(life).then(() => die(crashOf('it was ended from outside')));
    },
  };
}

/** How people read of them. */
const SPOKEN: Readonly<Record<keyof ComputingWorkers, string>> = {
  train: 'training',
  sweep: 'sweep',
  library: 'library',
  tasks: 'import',
};

/** @throws LabError `worker-crashed` when it can't be loaded */
export async function openWorkerLine<Name extends keyof ComputingWorkers>(
  name: Name,
  worker: Worker,
  onEvent: (event: ComputingWorkers[Name]['event']) => void,
  life: string | null = null,
): Promise<WorkerLine<Name>> {
  const { port1, port2 } = new MessageChannel();
  const { crashed, watch } = deathOf(SPOKEN[name], worker, life);
  port1.addEventListener('message', (message: MessageEvent<ComputingWorkers[Name]['event']>) =>
    onEvent(message.data),
  );
  port1.start();
  const service = wrap<ComputingWorkers[Name]['service']>(worker);
  const connect = service.connect as (events: MessagePort) => Promise<void>;
  const close = (): void => {
    port1.close();
    service[releaseProxy]();
    worker.terminate();
  };
  const failure = await Promise.race([connect(transfer(port2, [port2])).then(() => null), crashed]);
  if (failure !== null) {
    close();
    throw new LabError(failure);
  }
  watch();
  return { service, crashed, close };
}
