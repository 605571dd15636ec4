/** How the report of each experiment is printed, by the experiment's kind. */
import { experimentOf } from '../../experiment/experiments.ts';
import { growthExperiment } from '../../experiment/progressive/growth-experiment.ts';
import { failedCells, type SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import { transferExperiment } from '../../experiment/transfer/transfer-experiment.ts';
import { verbalizeRecipe } from '../../experiment/verbalizer/verbalize-recipe.ts';
import { readKind } from '../../experiment/reader/read-kind.ts';
import { printJson, say } from '../output.ts';
import { growthPrinter } from './grow.ts';
import type { ReportOptions, ReportPrinter } from './report-printer.ts';
import { readPrinter } from './read.ts';
import { transferPrinter } from './transfer.ts';
import { verbalizePrinter } from './verbalize.ts';

export const REPORT_PRINTERS: ReadonlyMap<string, ReportPrinter> = new Map([
  [transferExperiment.kind, transferPrinter],
  [verbalizeRecipe.kind, verbalizePrinter],
  [growthExperiment.kind, growthPrinter],
  [readKind.kind, readPrinter],
]);

/**
 * What `record` says, as JSON on stdout or as text on stderr. Cells that failed are named in either: means are over the
 * others, and nothing else in a report says so.
 * @throws LabError `argument`
 */
export function sayReport(record: SweepRecord, options: ReportOptions, json: boolean): void {
  const { kind } = experimentOf(record.recipe);
  const printer = REPORT_PRINTERS.get(kind);
  if (printer === undefined) throw new Error(`nothing prints reports of kind ${kind}`);
  const printed = printer.print(record, options);
  const failed = failedCells(record);
  if (json) printJson({ ...printed.json, failed });
  else {
    for (const line of printed.lines) say(line);
    for (const { cell, error } of failed) say(`failed: ${cell}: ${error.message} ${error.remedy}`);
  }
}
