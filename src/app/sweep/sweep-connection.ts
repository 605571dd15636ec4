/** The page's lines to the sweep worker and to the one that makes reports; both can be exchanged for tests. */
import { wrap } from 'comlink';
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { ReportService, SweepEvent, SweepService } from '../../protocol/sweep-protocol.ts';
import { openWorkerLine } from '../run/worker-line.ts';

export interface SweepConnection {
  readonly service: SweepService;
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

export interface SweepWorkers {
  connect(onEvent: (event: SweepEvent) => void): Promise<SweepConnection>;
  reports(): ReportService;
}

export const sweepWorkers: SweepWorkers = {
  connect: (onEvent) =>
    openWorkerLine(
      'sweep',
      new Worker(new URL('../../../workers/sweep.worker.ts', import.meta.url), {
        type: 'module',
        name: 'sweep',
      }),
      onEvent,
    ),
  reports() {
    const worker = new Worker(new URL('../../../workers/report.worker.ts', import.meta.url), {
      type: 'module',
      name: 'report',
    });
    return wrap<ReportService>(worker);
  },
};
