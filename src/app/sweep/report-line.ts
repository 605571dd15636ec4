/** Records, reports and files of one kind of sweep, made by a worker so that the page never waits for them. */
import { LabError } from '../../errors/lab-error.ts';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import type { ReportService } from '../../protocol/sweep-protocol.ts';
import { KeptConnection } from '../workers/kept-connection.ts';
import type { CallWorker } from '../workers/worker-line.ts';

export interface ReportKind<Own extends SweepRecord, Report> {
  /** @throws LabError `file` for the record of another experiment */
  readonly recordOf: (record: SweepRecord) => Own;
  readonly reportOf: (service: Pick<ReportService, 'verbalized' | 'grown'>, record: Own) => Promise<Report>;
}

export class ReportLine<Own extends SweepRecord, Report> {
  private readonly line: KeptConnection<ReportService>;

  constructor(
    call: CallWorker<'report'>,
    private readonly kind: ReportKind<Own, Report>,
  ) {
    this.line = new KeptConnection(() => Promise.resolve(call()));
  }

  /** @throws LabError `file` for what is no sweep of this kind */
  async read(bytes: Uint8Array, file: string): Promise<Own> {
    const reading = await this.line.answer((service) => service.read(bytes, file));
    if (reading.ok) return this.kind.recordOf(reading.record);
    throw new LabError(reading.error);
  }

  report(record: Own): Promise<Report> {
    return this.line.answer((service) => this.kind.reportOf(service, record));
  }

  write(record: SweepRecord): Promise<Uint8Array> {
    return this.line.answer((service) => service.write(record));
  }
}
