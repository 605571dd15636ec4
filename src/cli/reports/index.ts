/** How the report of each experiment is printed, by the experiment's kind. */
import { experimentOf } from '../../experiment/experiments.ts';
import { growthExperiment } from '../../experiment/progressive/growth-experiment.ts';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import { transferExperiment } from '../../experiment/transfer/transfer-experiment.ts';
import { verbalizeRecipe } from '../../experiment/verbalizer/verbalize-recipe.ts';
import { printJson, say } from '../output.ts';
import { growthPrinter } from './grow.ts';
import type { ReportOptions, ReportPrinter } from './report-printer.ts';
import { transferPrinter } from './transfer.ts';
import { verbalizePrinter } from './verbalize.ts';

export const REPORT_PRINTERS: ReadonlyMap<string, ReportPrinter> = new Map([
  [transferExperiment.kind, transferPrinter],
  [verbalizeRecipe.kind, verbalizePrinter],
  [growthExperiment.kind, growthPrinter],
]);

/** What `record` says, as JSON on stdout or as text on stderr. @throws LabError `argument` */
export function sayReport(record: SweepRecord, options: ReportOptions, json: boolean): void {
  const { kind } = experimentOf(record.recipe);
  const printer = REPORT_PRINTERS.get(kind);
  if (printer === undefined) throw new Error(`nothing prints reports of kind ${kind}`);
  const printed = printer.print(record, options);
  if (json) printJson(printed.json);
  else for (const line of printed.lines) say(line);
}
