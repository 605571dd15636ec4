/** Records, reports and files of growing runs. */
import { growthRecord, type GrowthRecord } from '../../../experiment/progressive/growth-record.ts';
import type { GrowthReport } from '../../../experiment/progressive/growth-report.ts';
import { ReportLine } from '../../sweep/report-line.ts';
import type { CallWorker } from '../../workers/worker-line.ts';

/** One of a record's tasks. */
export interface TaskOfRecord {
  readonly record: GrowthRecord;
  readonly task: string;
}

export type GrowReports = ReportLine<GrowthRecord, GrowthReport, TaskOfRecord>;

export const growReports = (call: CallWorker<'report'>): GrowReports =>
  new ReportLine(call, {
    recordOf: growthRecord,
    reportOf: (service, { record, task }) => service.grown(record, task),
  });
