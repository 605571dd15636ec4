/** Records, reports and files of runs of words. */
import { verbalizeRecord, type VerbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';
import type { VerbalizeReport } from '../../../experiment/verbalizer/verbalize-report.ts';
import { ReportLine } from '../../sweep/report-line.ts';
import type { CallWorker } from '../../workers/worker-line.ts';

export type WordsReports = ReportLine<VerbalizeRecord, VerbalizeReport>;

export const wordsReports = (call: CallWorker<'report'>): WordsReports =>
  new ReportLine(call, {
    recordOf: verbalizeRecord,
    reportOf: (service, record) => service.verbalized(record),
  });
