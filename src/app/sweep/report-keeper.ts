/** Keeps the report in step with the record, and outlives the worker that makes reports and files. */
import { toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import type { StartKind, TransferSweep } from '../../experiment/transfer/sweep-recipe.ts';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { PickedSweep, ReportService } from '../../protocol/sweep-protocol.ts';
import { KeptConnection } from '../workers/kept-connection.ts';
import type { CallWorker } from '../workers/worker-line.ts';

/** A report takes up to a second of another thread; while cells come in, one in so long is enough. */
const REPORT_EVERY_MS = 1500;

/** Deaths in a row over one and the same report; then it is the report that kills the worker. */
const MOST_DEATHS = 2;

interface Reported {
  readonly record: SweepRecord;
  readonly start: StartKind;
  /** Tells sweeps apart: cells come in, the recipe stays. */
  readonly recipe: TransferSweep | null;
}

export interface ReportKeeperParts {
  readonly call: CallWorker<'report'>;
  /** What the report is to be of; null where no record is shown. */
  readonly shown: () => Reported | null;
  readonly isSweeping: () => boolean;
  readonly onReport: (report: TransferReport) => void;
  readonly onError: (error: LabErrorData) => void;
}

export class ReportKeeper {
  private readonly parts: ReportKeeperParts;
  private readonly line: KeptConnection<ReportService>;
  private reporting = false;
  private stale = false;
  private deaths = 0;

  constructor(parts: ReportKeeperParts) {
    this.parts = parts;
    this.line = new KeptConnection(() => Promise.resolve(parts.call()));
  }

  /** Makes the report anew from the record as it stands; while one is made, at most one more waits. */
  refresh(): void {
    this.stale = true;
    if (!this.reporting) void this.work();
  }

  read(bytes: Uint8Array, file: string): ReturnType<ReportService['read']> {
    return this.line.answer((service) => service.read(bytes, file));
  }

  gather(files: readonly PickedSweep[]): ReturnType<ReportService['gather']> {
    return this.line.answer((service) => service.gather(files));
  }

  write(record: SweepRecord): Promise<Uint8Array> {
    return this.line.answer((service) => service.write(record));
  }

  private async work(): Promise<void> {
    this.reporting = true;
    while (this.stale) {
      this.stale = false;
      const shown = this.parts.shown();
      if (shown === null) break;
      try {
        const report = await this.line.answer((service) => service.report(shown.record, shown.start));
        this.deaths = 0;
        // Another sweep may be shown by now; its own report is already asked for.
        if (this.parts.shown()?.recipe === shown.recipe) this.parts.onReport(report);
      } catch (thrown) {
        const error = toErrorData(thrown);
        this.deaths = error.code === 'worker-crashed' ? this.deaths + 1 : MOST_DEATHS;
        if (this.deaths < MOST_DEATHS) this.stale = true;
        else this.parts.onError(error);
      }
      if (this.parts.isSweeping()) await new Promise((resolve) => setTimeout(resolve, REPORT_EVERY_MS));
    }
    this.reporting = false;
  }
}
