/** Records, reports and files of one kind of sweep, made by a worker so that the page never waits for them. */
import { LabError } from '../../errors/lab-error.ts';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import type { ReportService } from '../../protocol/sweep-protocol.ts';
import { KeptConnection } from '../workers/kept-connection.ts';
import type { CallWorker } from '../workers/worker-line.ts';

/** `Asked` is what a report is asked of: the record, or a part of it. */
export interface ReportKind<Own extends SweepRecord, Report, Asked> {
  /** @throws LabError `file` for the record of another experiment */
  readonly recordOf: (record: SweepRecord) => Own;
  readonly reportOf: (service: Pick<ReportService, 'verbalized' | 'grown'>, asked: Asked) => Promise<Report>;
}

export class ReportLine<Own extends SweepRecord, Report, Asked = Own> {
  private readonly line: KeptConnection<ReportService>;

  constructor(
    call: CallWorker<'report'>,
    private readonly kind: ReportKind<Own, Report, Asked>,
  ) {
    this.line = new KeptConnection(() => Promise.resolve(call()));
  }

  /** @throws LabError `file` for what is no sweep of this kind */
  async read(bytes: Uint8Array, file: string): Promise<Own> {
    const reading = await this.line.answer((service) => service.read(bytes, file));
    if (reading.ok) return this.kind.recordOf(reading.record);
    throw new LabError(reading.error);
  }

  report(asked: Asked): Promise<Report> {
    return this.line.answer((service) => this.kind.reportOf(service, asked));
  }

  write(record: SweepRecord): Promise<Uint8Array> {
    return this.line.answer((service) => service.write(record));
  }
}
