/** What is in a sweep's file, for people and for `--json`. */
import { LabError } from '../errors/lab-error.ts';
import { experimentOf } from '../experiment/experiments.ts';
import { cellsOf } from '../experiment/sweep/list-cells.ts';
import { isFailed, type SweepRecord } from '../experiment/sweep/sweep-record.ts';
import { say } from './output.ts';

/** @throws LabError `argument` for a name that is no experiment file's */
export function checkSweepFile(out: string): void {
  if (out.endsWith('.plab')) return;
  throw new LabError({
    code: 'argument',
    message: `${out} does not end with .plab.`,
    remedy: 'Give --out the name of an experiment file.',
    where: '--out',
  });
}

export interface SweepSummary {
  /** Cells computed. */
  readonly done: number;
  /** Ids of cells. */
  readonly failed: readonly string[];
  readonly total: number;
  readonly parts: number;
}

/** @param expected cells that were to be computed; null for all of the sweep */
export function summaryOf(record: SweepRecord, expected: number | null): SweepSummary {
  const results = Object.entries(record.cells);
  const failed = results.filter(([, result]) => isFailed(result)).map(([id]) => id);
  return {
    done: results.length - failed.length,
    failed,
    total: expected ?? cellsOf(experimentOf(record.recipe), record).length,
    parts: record.parts.length,
  };
}

export function saySummary({ done, total, failed }: SweepSummary): void {
  const broken = failed.length === 0 ? '' : `, ${String(failed.length)} failed`;
  say(`${String(done)} of ${String(total)} cells computed${broken}.`);
}
