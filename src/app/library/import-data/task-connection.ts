/** The page's line to the worker that imports tasks; tests put a service of their own behind it. */
import type { LabErrorData } from '../../../errors/lab-error.ts';
import type { TaskEvent, TaskService } from '../../../protocol/task-protocol.ts';
import { openWorkerLine } from '../../run/worker-line.ts';

export interface TaskConnection {
  readonly service: TaskService;
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

export type ConnectTasks = (onEvent: (event: TaskEvent) => void) => Promise<TaskConnection>;

export const connectTaskWorker: ConnectTasks = (onEvent) =>
  openWorkerLine(
    'tasks',
    new Worker(new URL('../../../../workers/tasks.worker.ts', import.meta.url), {
      type: 'module',
      name: 'tasks',
    }),
    onEvent,
  );
