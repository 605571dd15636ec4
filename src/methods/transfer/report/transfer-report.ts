/** From a sweep's record, whole or in part, to everything that its figures show. */
import { cellsOf } from '../../../experiment/list-cells.ts';
import type { StartKind } from '../../../experiment/sweep-recipe.ts';
import type { SweepRecord } from '../../../experiment/sweep-record.ts';
import { majorityRate } from '../../../experiment/metrics.ts';
import type { TransferCell, TransferReport } from '../../../experiment/transfer-report.ts';
import { pairMean, rowDrawsOnce, taskBaselines, transferCell } from './report-cells.ts';
import { indicatorReports } from './report-indicators.ts';
import { initialisationReports } from './report-initialisation.ts';
import { maskingReports, neuronReports, overlapOverSteps } from './report-neurons.ts';
import { projectionReports } from './report-projections.ts';
import { recommendationReports } from './report-recommendations.ts';
import { SweepScores } from './sweep-scores.ts';

/**
 * Intervals are bootstrapped with fixed seeds, so that a record always gives the same report.
 * @param start which prompts: those from the shared start or, as a control, those each from its own
 */
export function transferReport(
  record: SweepRecord,
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
  const families = new Map(tasks.map(({ name, family }) => [name, family]));
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
    indicators: indicatorReports(scores, cells),
    initialisation: initialisationReports(scores),
    neurons: neuronReports(scores),
    overlapOverSteps: overlapOverSteps(scores),
    masking: maskingReports(scores),
    recommendations: recommendationReports(scores, cells),
    projections: projectionReports(scores),
    madeBy: [...new Set(record.parts.map(({ madeBy }) => madeBy))].join('; '),
    engine: part === undefined ? '' : `${part.engine.engine} (${part.engine.device})`,
    done: results.filter(({ kind }) => kind !== 'failed').length,
    total: cellsOf(record.recipe, (task) => families.get(task) ?? '').length,
  };
}
