/** Asks the worker that imports tasks, one request at a time; a request is given up by ending the worker, so at once. */
import { LabError } from '../../../errors/lab-error.ts';
import type { Answer } from '../../../protocol/answer.ts';
import type { TaskEvent, TaskService } from '../../../protocol/task-protocol.ts';
import { KeptConnection } from '../../workers/kept-connection.ts';
import type { ConnectWorker } from '../../workers/worker-line.ts';

export class TaskImporter {
  private readonly line: KeptConnection<TaskService, TaskEvent>;
  private giveUp: (() => void) | null = null;

  constructor(connect: ConnectWorker<'tasks'>, onEvent: (event: TaskEvent) => void) {
    this.line = new KeptConnection(connect, onEvent);
  }

  /** Gives up what was asked before. @throws LabError what the worker says, `cancelled`, `worker-crashed` */
  async ask<T>(request: (service: TaskService) => Promise<Answer<T>>): Promise<T> {
    this.cancel();
    let giveUp: () => void = () => undefined;
    const given = new Promise<never>((_, reject) => (giveUp = () => reject(cancelled())));
    this.giveUp = giveUp;
    try {
      const asked = this.line.answer(request);
      const answer = await Promise.race([asked, given]);
      if (!answer.ok) throw new LabError(answer.error);
      return answer.value;
    } catch (thrown) {
      throw thrown instanceof LabError && thrown.code === 'worker-crashed' ? crashed(thrown) : thrown;
    } finally {
      if (this.giveUp === giveUp) this.giveUp = null;
    }
  }

  /** Ends the request that is under way, if there is one. */
  cancel(): void {
    if (this.giveUp !== null) this.close();
  }

  /** Ends the worker, and with it the memory that it took; the next request makes a new one. */
  close(): void {
    this.giveUp?.();
    this.giveUp = null;
    this.line.drop();
  }
}

const cancelled = (): LabError =>
  new LabError({
    code: 'cancelled',
    message: 'The import was stopped.',
    remedy: 'Start it again when you like.',
  });

const crashed = (cause: LabError): LabError =>
  new LabError(
    {
      code: 'worker-crashed',
      message: cause.message,
      remedy:
        'Try again; if it happens again, take a part of the rows: this device may lack the memory for all.',
    },
    { cause },
  );
