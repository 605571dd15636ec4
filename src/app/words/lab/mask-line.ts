/** The worker of words for the page: one request of a kind counts, the last one. */
import { LabError } from '../../../errors/lab-error.ts';
import type { Answer } from '../../../protocol/answer.ts';
import type { WordsEvent, WordsService } from '../../../protocol/words-protocol.ts';
import { KeptConnection } from '../../workers/kept-connection.ts';
import type { ConnectWorker } from '../../workers/worker-line.ts';

export class MaskLine {
  private readonly line: KeptConnection<WordsService, WordsEvent>;

  constructor(connect: ConnectWorker<'words'>, onEvent: (event: WordsEvent) => void) {
    this.line = new KeptConnection(connect, onEvent);
  }

  /** @throws LabError what the worker says, `worker-crashed` */
  async ask<T>(request: (service: WordsService) => Promise<Answer<T>>): Promise<T> {
    const answer = await this.line.answer(request);
    if (answer.ok) return answer.value;
    throw new LabError(answer.error);
  }
}
