/** What the page asks of the worker that reads and writes experiments in files. Made on first use, made anew when it died. */
import { LabError } from '../../errors/lab-error.ts';
import type { Answer } from '../../protocol/answer.ts';
import type { ExperimentService } from '../../protocol/experiment-protocol.ts';
import { KeptConnection } from './kept-connection.ts';
import type { CallWorker } from './worker-line.ts';

export type AskExperiments = <T>(request: (service: ExperimentService) => Promise<Answer<T>>) => Promise<T>;

/** @throws what the request's answer holds, or `worker-crashed` */
export function experimentLine(call: CallWorker<'experiment'>): AskExperiments {
  const line = new KeptConnection<ExperimentService>(() => Promise.resolve(call()));
  return async (request) => {
    const answer = await line.answer(request);
    if (answer.ok) return answer.value;
    throw new LabError(answer.error);
  };
}
