/** How the report of an experiment's sweeps is made and printed. */
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';

/** Options of `lab report` as they were typed, by the name that follows the dashes. */
export type ReportOptions = Readonly<Record<string, unknown>>;

export interface PrintedReport {
  /** For `--json`. */
  readonly json: object;
  /** For people, line by line. */
  readonly lines: readonly string[];
}

export interface ReportPrinter {
  /** What can be asked of the report: an option of `lab report`, and what it says in the help. */
  readonly options: readonly (readonly [flags: string, description: string])[];
  /** @throws LabError `argument` for an option that the record can't answer */
  print(record: SweepRecord, options: ReportOptions): PrintedReport;
}
