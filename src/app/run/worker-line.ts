/** A line to a worker: requests through Comlink, events over a port, and the news of its death. */
import { releaseProxy, transfer, wrap, type Remote } from 'comlink';
import { LabError, type LabErrorData } from '../../errors/lab-error.ts';
import type { SweepEvent, SweepService } from '../../protocol/sweep-protocol.ts';
import type { TrainEvent, TrainService } from '../../protocol/train-protocol.ts';

/** The workers that compute, by name: what they offer and what they tell. */
interface ComputingWorkers {
  readonly train: { readonly service: TrainService; readonly event: TrainEvent };
  readonly sweep: { readonly service: SweepService; readonly event: SweepEvent };
}

export interface WorkerLine<Name extends keyof ComputingWorkers> {
  readonly service: Remote<ComputingWorkers[Name]['service']>;
  /** Resolves when the worker died; never when it was closed on purpose. */
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

/** Resolves when the worker at the other end of `port` died: by an error of its own, or silently, when its port closes. */
export function deathOf(name: string, worker: Worker, port: MessagePort): Promise<LabErrorData> {
  const crashOf = (detail: string): LabErrorData => ({
    code: 'worker-crashed',
    message: `The ${name} worker crashed: ${detail}.`,
    remedy: 'Try again; if it happens again, choose a smaller batch, or reload the page.',
    where: `${name} worker`,
  });
  return new Promise((resolve) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      resolve(crashOf(event.message === '' ? 'it could not be loaded or ran out of memory' : event.message));
    });
    worker.addEventListener('messageerror', () => resolve(crashOf('a message could not be read')));
    // Where the browser tells of it; who closes this end hears nothing.
    port.addEventListener('close', () => resolve(crashOf('it was ended from outside')));
  });
}

/** @throws LabError `worker-crashed` when it can't be loaded */
export async function openWorkerLine<Name extends keyof ComputingWorkers>(
  name: Name,
  worker: Worker,
  onEvent: (event: ComputingWorkers[Name]['event']) => void,
): Promise<WorkerLine<Name>> {
  const { port1, port2 } = new MessageChannel();
  const crashed = deathOf(name, worker, port1);
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
  return { service, crashed, close };
}
