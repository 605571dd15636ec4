/** From a sweep's record, whole or in part, to everything that its figures show. */
import { cellsOf } from '../../../experiment/sweep/list-cells.ts';
import { isFailed } from '../../../experiment/sweep/sweep-record.ts';
import type { StartKind } from '../../../experiment/transfer/sweep-recipe.ts';
import { transferExperiment } from '../../../experiment/transfer/transfer-experiment.ts';
import type { TransferRecord } from '../../../experiment/transfer/transfer-record.ts';
import { majorityRate } from '../../../experiment/metrics.ts';
import type {
  ReportSections,
  TransferCell,
  TransferReport,
} from '../../../experiment/transfer/transfer-report.ts';
import { pairMean, rowDrawsOnce, taskBaselines, transferCell } from './report-cells.ts';
import { indicatorReports } from './report-indicators.ts';
import { initialisationReports } from './report-initialisation.ts';
import { maskingReports, neuronReports, overlapOverSteps } from './report-neurons.ts';
import { projectionReports } from './report-projections.ts';
import { recommendationReports } from './report-recommendations.ts';
import { SweepScores } from './sweep-scores.ts';

/** What is asked beyond the matrix `cells`. */
const sectionsOf = (scores: SweepScores, cells: TransferReport['cells']): ReportSections => ({
  indicators: indicatorReports(scores, cells),
  initialisation: initialisationReports(scores),
  neurons: neuronReports(scores),
  overlapOverSteps: overlapOverSteps(scores),
  masking: maskingReports(scores),
  recommendations: recommendationReports(scores, cells),
  projections: projectionReports(scores),
});

/**
 * Intervals are bootstrapped with fixed seeds, so that a record always gives the same report.
 * @param start which prompts: those from the shared start or, as a control, those each from its own
 */
export function transferReport(
  record: TransferRecord,
  start: StartKind = record.recipe.starts[0],
): TransferReport {
  const scores = new SweepScores(record, start);
  const { tasks, seeds } = scores;
  const draws = rowDrawsOnce();
  const cells = tasks.map((target) => tasks.map((source) => transferCell(scores, source, target, draws)));
  const pairs = (sameType: boolean): TransferCell[] =>
    cells.flatMap((row, target) =>
      row.filter(
        (cell, source): cell is TransferCell =>
          cell !== null && source !== target && (tasks[source].family === tasks[target].family) === sameType,
      ),
    );
  const [part] = record.parts;
  const results = Object.values(record.cells);
  return {
    plm: record.recipe.plm,
    start,
    recipe: record.recipe,
    seeds,
    tasks: tasks.map((task) => ({
      name: task.name,
      family: task.family,
      classes: task.labels.length,
      majority: majorityRate(task.truth),
      testRows: task.truth.length,
      ...taskBaselines(scores, task),
    })),
    cells,
    sameType: pairMean(pairs(true), seeds.length, 'same type'),
    differentType: pairMean(pairs(false), seeds.length, 'different type'),
    ...sectionsOf(scores, cells),
    madeBy: [...new Set(record.parts.map(({ madeBy }) => madeBy))].join('; '),
    engine: part === undefined ? '' : `${part.engine.engine} (${part.engine.device})`,
    done: results.filter((result) => !isFailed(result)).length,
    total: cellsOf(transferExperiment, record).length,
  };
}
