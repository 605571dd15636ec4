/** The worker that reads and writes experiments in files, so that no file holds up the page. */
import { expose } from 'comlink';
import { openExperiment } from './experiment/open-experiment.ts';
import { saveExperiment } from './experiment/save-experiment.ts';
import { toErrorData } from '../src/errors/lab-error.ts';
import type { ExperimentService } from '../src/protocol/experiment-protocol.ts';
import type { Answer } from '../src/protocol/library-protocol.ts';
import { holdLife } from './hold-life.ts';

async function answer<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown, 'file') };
  }
}

const service: ExperimentService = {
  open: (files, task) => answer(() => openExperiment(files, task)),
  save: (name, record, format, base) => answer(() => saveExperiment(name, record, format, base)),
};

holdLife();
expose(service);
