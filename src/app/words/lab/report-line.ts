/** Records, reports and files of words, made by a worker so that the page never waits for them. */
import { LabError } from '../../../errors/lab-error.ts';
import type { SweepRecord } from '../../../experiment/sweep/sweep-record.ts';
import { verbalizeRecord, type VerbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';
import type { VerbalizeReport } from '../../../experiment/verbalizer/verbalize-report.ts';
import type { ReportService } from '../../../protocol/sweep-protocol.ts';
import { KeptConnection } from '../../workers/kept-connection.ts';
import type { CallWorker } from '../../workers/worker-line.ts';

export class ReportLine {
  private readonly line: KeptConnection<ReportService>;

  constructor(call: CallWorker<'report'>) {
    this.line = new KeptConnection(() => Promise.resolve(call()));
  }

  /** @throws LabError `file` for what is no run of words */
  async read(bytes: Uint8Array, file: string): Promise<VerbalizeRecord> {
    const reading = await this.line.answer((service) => service.read(bytes, file));
    if (reading.ok) return verbalizeRecord(reading.record);
    throw new LabError(reading.error);
  }

  report(record: SweepRecord): Promise<VerbalizeReport> {
    return this.line.answer((service) => service.verbalized(record));
  }

  write(record: SweepRecord): Promise<Uint8Array> {
    return this.line.answer((service) => service.write(record));
  }
}
