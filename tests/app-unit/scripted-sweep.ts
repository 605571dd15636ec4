/**
 * Stand-ins for the sweep worker and the one that makes reports: they answer requests and send the events that a test
 * tells them to. Only tests import it.
 */
import type { CallWorker, ConnectWorker, WorkerLine } from '../../src/app/workers/worker-line.ts';
import type { Network } from '../../src/offline/network.ts';
import { gatherFiles } from '../../src/data/gather-files.ts';
import { readSweepFile, writeSweepFile } from '../../src/data/sweep-file.ts';
import { toErrorData, type LabErrorData } from '../../src/errors/lab-error.ts';
import type { StartKind } from '../../src/experiment/transfer/sweep-recipe.ts';
import type { SweepRecipe } from '../../src/experiment/sweep/sweep-recipe.ts';
import type { SweepRecord } from '../../src/experiment/sweep/sweep-record.ts';
import type { ReportService, SweepEvent, SweepService } from '../../src/protocol/sweep-protocol.ts';
import { syntheticReport } from '../views/transfer/synthetic-report.ts';
import { verbalizeRecord } from '../../src/experiment/verbalizer/verbalize-record.ts';
import { growthRecord } from '../../src/experiment/progressive/growth-record.ts';
import { growthReport } from '../../src/methods/progressive/report/growth-report.ts';
import { verbalizeReport } from '../../src/methods/verbalizer/report/verbalize-report.ts';

export interface StartedSweep {
  readonly id: string;
  readonly recipe: SweepRecipe;
  readonly earlier: SweepRecord | null;
}

export const CRASH: LabErrorData = {
  code: 'worker-crashed',
  message: 'The worker died.',
  remedy: 'Try again.',
};

const NO_FORECAST: LabErrorData = {
  code: 'recipe',
  message: 'Nothing is forecast here.',
  remedy: 'Ask a worker.',
};

export class ScriptedSweepWorkers {
  /** Every `start`, over all connections. */
  readonly starts: StartedSweep[] = [];
  readonly requests: string[] = [];
  readonly reported: { readonly record: SweepRecord; readonly start: StartKind }[] = [];
  connections = 0;
  closed = 0;
  reportLines = 0;
  isOnline = true;
  /** What connecting throws; null for none. */
  refusal: Error | null = null;
  /** Waits between two workers that nothing but the test ends. */
  readonly waits: number[] = [];
  endWait: () => void = () => undefined;
  private sendEvent: (event: SweepEvent) => void = () => undefined;
  private die: (data: LabErrorData) => void = () => undefined;
  private finish: () => void = () => undefined;
  private endReports: (data: LabErrorData) => void = () => undefined;
  /** Reports that come only when the test lets them; null for at once. */
  held: (() => void)[] | null = null;

  readonly connect: ConnectWorker<'sweep'> = (onEvent): Promise<WorkerLine<SweepService>> => {
    this.connections += 1;
    if (this.refusal !== null) return Promise.reject(this.refusal);
    this.sendEvent = onEvent;
    const crashed = new Promise<LabErrorData>((resolve) => (this.die = resolve));
    return Promise.resolve({ service: this.service(), crashed, close: () => void (this.closed += 1) });
  };

  readonly call: CallWorker<'report'> = () => {
    this.reportLines += 1;
    const crashed = new Promise<LabErrorData>((resolve) => (this.endReports = resolve));
    return { service: this.reportService(), crashed, close: () => undefined };
  };

  readonly network: Network = {
    online: () => this.isOnline,
    back: (seconds) => {
      this.waits.push(seconds);
      return new Promise((resolve) => (this.endWait = resolve));
    },
  };

  /** The line to the worker that is connected now; what it sends later stays on that line. */
  get line(): (...events: readonly SweepEvent[]) => void {
    const send = this.sendEvent;
    return (...events) => {
      for (const event of events) send(event);
    };
  }

  send(...events: readonly SweepEvent[]): void {
    this.line(...events);
  }

  /** The request's promise resolves, as after `finished`, `stopped` and `failed`. */
  end(): void {
    this.finish();
  }

  crash(): void {
    this.die(CRASH);
  }

  crashReports(): void {
    this.endReports(CRASH);
  }

  private service(): SweepService {
    const note = (name: string): Promise<void> => {
      this.requests.push(name);
      return Promise.resolve();
    };
    return {
      connect: () => Promise.resolve(),
      start: (id, recipe, earlier) => {
        this.starts.push({ id, recipe, earlier });
        return new Promise<void>((resolve) => (this.finish = resolve));
      },
      pause: () => note('pause'),
      resume: () => note('resume'),
      stop: () => note('stop'),
      structure: () => Promise.resolve({ ok: false, error: NO_FORECAST }),
      predict: () => Promise.resolve({ ok: false, error: NO_FORECAST }),
    };
  }

  private reportService(): ReportService {
    return {
      verbalized: (record) => Promise.resolve(verbalizeReport(verbalizeRecord(record))),
      grown: (record, task) => Promise.resolve(growthReport(growthRecord(record), task)),
      report: (record, start) => {
        this.reported.push({ record, start });
        const cells = Object.keys(record.cells).length;
        const report = { ...syntheticReport(), plm: record.recipe.plm, done: cells };
        const { held } = this;
        if (held === null) return Promise.resolve(report);
        return new Promise((resolve) => held.push(() => resolve(report)));
      },
      read: (bytes, file) => {
        try {
          return Promise.resolve({ ok: true, record: readSweepFile(bytes, file) });
        } catch (thrown) {
          return Promise.resolve({ ok: false, error: toErrorData(thrown, 'file') });
        }
      },
      gather: async (files) => {
        try {
          const names = files.map(({ name }) => name);
          const open = (index: number): SweepRecord => readSweepFile(files[index].bytes, names[index]);
          return { ok: true, gathered: await gatherFiles(names, open) };
        } catch (thrown) {
          return { ok: false, error: toErrorData(thrown, 'file') };
        }
      },
      write: (record) => Promise.resolve(writeSweepFile(record)),
    };
  }
}

/** Lets everything that is ready happen, timers that are due included. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}
