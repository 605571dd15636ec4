/** The page's line to the worker that reads and writes experiments in files. Made on first use, made anew when it died. */
import { wrap } from 'comlink';
import { LabError } from '../../errors/lab-error.ts';
import type { ExperimentService } from '../../protocol/experiment-protocol.ts';
import type { Answer } from '../../protocol/answer.ts';
import { deathOf } from '../run/worker-line.ts';

export type AskExperiments = <T>(request: (service: ExperimentService) => Promise<Answer<T>>) => Promise<T>;

/** @throws what the request's answer holds, or `worker-crashed` */
export function experimentLine(): AskExperiments {
  let line: { service: ExperimentService; crashed: ReturnType<typeof deathOf>['crashed'] } | null = null;
  return async (request) => {
    line ??= openLine();
    const { service, crashed } = line;
    const death = crashed.then((data): never => {
      line = null;
      throw new LabError(data);
    });
    const answer = await Promise.race([request(service), death]);
    if (answer.ok) return answer.value;
    throw new LabError(answer.error);
  };
}

function openLine(): { service: ExperimentService; crashed: ReturnType<typeof deathOf>['crashed'] } {
  const worker = new Worker(new URL('../../../workers/experiment.worker.ts', import.meta.url), {
    type: 'module',
    name: 'experiment',
  });
  return { service: wrap<ExperimentService>(worker), crashed: deathOf('experiment', worker, null).crashed };
}
