/** The page's lines to the sweep worker and to the one that makes reports; both can be exchanged for tests. */
import { wrap } from 'comlink';
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { ReportService, SweepEvent, SweepService } from '../../protocol/sweep-protocol.ts';
import { lifeName } from '../run/worker-life.ts';
import { deathOf, openWorkerLine } from '../run/worker-line.ts';

export interface SweepConnection {
  readonly service: SweepService;
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

/** The line to the worker that makes reports. */
export interface ReportLine {
  readonly service: ReportService;
  readonly crashed: Promise<LabErrorData>;
}

export interface SweepWorkers {
  connect(onEvent: (event: SweepEvent) => void): Promise<SweepConnection>;
  reports(): ReportLine;
  online(): boolean;
  /** Resolves when the network comes back, at the latest after so many seconds. */
  network(seconds: number): Promise<void>;
}

export const sweepWorkers: SweepWorkers = {
  connect(onEvent) {
    const name = lifeName('sweep');
    const worker = new Worker(new URL('../../../workers/sweep.worker.ts', import.meta.url), {
      type: 'module',
      name,
    });
    return openWorkerLine('sweep', worker, onEvent, name);
  },
  reports() {
    const worker = new Worker(new URL('../../../workers/report.worker.ts', import.meta.url), {
      type: 'module',
      name: 'report',
    });
    return { service: wrap<ReportService>(worker), crashed: deathOf('report', worker, null).crashed };
  },
  online: () => navigator.onLine,
  network: (seconds) =>
    new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        window.removeEventListener('online', over);
        resolve();
      };
      const timer = setTimeout(over, 1000 * seconds);
      window.addEventListener('online', over);
    }),
};
