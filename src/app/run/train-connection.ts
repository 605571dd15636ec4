/**
 * The page's line to the training worker. What stands behind it can be exchanged: tests put a scripted service
 * there, the page the worker.
 */
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { TrainEvent } from '../../experiment/train-events.ts';
import type { TrainService } from '../../protocol/train-protocol.ts';
import { lifeName } from './worker-life.ts';
import { openWorkerLine } from './worker-line.ts';

export interface TrainConnection {
  readonly service: TrainService;
  /** Resolves when the worker died; never when it was closed on purpose. */
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

export type Connect = (onEvent: (event: TrainEvent) => void) => Promise<TrainConnection>;

export const connectTrainWorker: Connect = (onEvent) => {
  const name = lifeName('train');
  const worker = new Worker(new URL('../../../workers/train.worker.ts', import.meta.url), {
    type: 'module',
    name,
  });
  return openWorkerLine('train', worker, onEvent, name);
};
