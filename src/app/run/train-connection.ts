/**
 * The page's line to the training worker. What stands behind it can be exchanged: tests put a scripted service
 * there, the page the worker.
 */
import { releaseProxy, transfer, wrap } from 'comlink';
import { LabError, type LabErrorData } from '../../errors/lab-error.ts';
import type { TrainEvent, TrainService } from '../../protocol/train-protocol.ts';

export interface TrainConnection {
  readonly service: TrainService;
  /** Resolves when the worker died; never when it was closed on purpose. */
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

export type Connect = (onEvent: (event: TrainEvent) => void) => Promise<TrainConnection>;

export const connectTrainWorker: Connect = async (onEvent) => {
  const worker = new Worker(new URL('../../../workers/train.worker.ts', import.meta.url), {
    type: 'module',
    name: 'train',
  });
  const crashed = new Promise<LabErrorData>((resolve) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      resolve(crashOf(event.message === '' ? 'it could not be loaded or ran out of memory' : event.message));
    });
    worker.addEventListener('messageerror', () => resolve(crashOf('a message could not be read')));
  });
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', (message: MessageEvent<TrainEvent>) => onEvent(message.data));
  port1.start();
  const remote = wrap<TrainService>(worker);
  const close = (): void => {
    port1.close();
    remote[releaseProxy]();
    worker.terminate();
  };
  const failure = await Promise.race([remote.connect(transfer(port2, [port2])).then(() => null), crashed]);
  if (failure !== null) {
    close();
    throw new LabError(failure);
  }
  return { service: remote, crashed, close };
};

function crashOf(detail: string): LabErrorData {
  return {
    code: 'worker-crashed',
    message: `The training worker crashed: ${detail}.`,
    remedy: 'Try again; if it happens again, choose a smaller batch, or reload the page.',
    where: 'train worker',
  };
}
