/** A line to a worker: requests through Comlink, events over a port, and the news of its death. Tests put services of their own behind it. */
import { releaseProxy, transfer, wrap } from 'comlink';
import { LabError, type LabErrorData } from '../../errors/lab-error.ts';
import { deathOf, lifeName } from './worker-life.ts';
import {
  WORKERS,
  type AnsweringWorkers,
  type LabWorkers,
  type TellingWorkers,
  type WorkerName,
} from './worker-table.ts';

export interface WorkerLine<Service> {
  readonly service: Service;
  /** Resolves when the worker died; of one that was closed on purpose it means nothing. */
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

/** Opens a line; the worker is made, and tells by `onEvent`. @throws LabError `worker-crashed` */
export type Connect<Service, Event> = (onEvent: (event: Event) => void) => Promise<WorkerLine<Service>>;

export type ConnectWorker<Name extends keyof TellingWorkers> = Connect<
  TellingWorkers[Name]['service'],
  TellingWorkers[Name]['event']
>;

/** Opens a line to a worker that only answers. */
export type CallWorker<Name extends keyof AnsweringWorkers> = () => WorkerLine<
  AnsweringWorkers[Name]['service']
>;

function makeWorker(name: WorkerName): { readonly worker: Worker; readonly crashed: Promise<LabErrorData> } {
  const { spoken, make } = WORKERS[name];
  const life = lifeName(name);
  const worker = make(life);
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  return { worker, crashed: deathOf(spoken, worker, life, locks) };
}

export function callWorker<Name extends keyof AnsweringWorkers>(name: Name): CallWorker<Name> {
  return () => {
    const { worker, crashed } = makeWorker(name);
    const service = wrap<LabWorkers[Name]['service']>(worker);
    return {
      service: service as AnsweringWorkers[Name]['service'],
      crashed,
      close: () => {
        service[releaseProxy]();
        worker.terminate();
      },
    };
  };
}

export function connectWorker<Name extends keyof TellingWorkers>(name: Name): ConnectWorker<Name> {
  return async (onEvent) => {
    const { worker, crashed } = makeWorker(name);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', (message: MessageEvent<TellingWorkers[Name]['event']>) =>
      onEvent(message.data),
    );
    port1.start();
    const service = wrap<TellingWorkers[Name]['service']>(worker);
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
    return { service: service as TellingWorkers[Name]['service'], crashed, close };
  };
}
