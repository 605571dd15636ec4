/** From a sweep's record, whole or in part, to everything that its figures show. */
import { cellsOf } from '../../../experiment/sweep/list-cells.ts';
import { isFailed } from '../../../experiment/sweep/sweep-record.ts';
import type { StartKind } from '../../../experiment/transfer/sweep-recipe.ts';
import { transferExperiment } from '../../../experiment/transfer/transfer-experiment.ts';
import type { TransferRecord } from '../../../experiment/transfer/transfer-record.ts';
import { majorityRate } from '../../../experiment/metrics.ts';
import type {
  ReportSections,
  ToTransfer,
  TransferHeadline,
  TransferReport,
} from '../../../experiment/transfer/transfer-report.ts';
import { arithmeticReports } from './report-arithmetic.ts';
import { taskBaselines, transferCell } from './report-cells.ts';
import { indicatorReports } from './report-indicators.ts';
import { initialisationReports } from './report-initialisation.ts';
import { maskingReports } from './report-masking.ts';
import { neuronReports, overlapOverSteps } from './report-neurons.ts';
import { measuredPairs, pairMean, withinTarget } from './report-pairs.ts';
import { projectionReports } from './report-projections.ts';
import { recommendationReports } from './report-recommendations.ts';
import { SweepScores } from './sweep-scores.ts';
import { toTransfer } from './task-floor.ts';

/** What is asked beyond the matrix `cells`. */
const sectionsOf = (
  scores: SweepScores,
  cells: TransferReport['cells'],
  targets: readonly ToTransfer[],
): ReportSections => ({
  ...indicatorReports(scores, cells, targets),
  initialisation: initialisationReports(scores),
  neurons: neuronReports(scores),
  overlapOverSteps: overlapOverSteps(scores),
  masking: maskingReports(scores),
  recommendations: recommendationReports(scores, cells),
  projections: projectionReports(scores),
  arithmetic: arithmeticReports(scores),
});

/** The paper's own indicator of what is carried over, in its own form. */
const isPapers = ({ name, variant }: { readonly name: string; readonly variant: string }): boolean =>
  name === 'ON' && variant === '';

/**
 * A record always gives the same report: no interval draws at random.
 * @param start which prompts: those from the shared start or, as a control, those each from its own
 */
export function transferReport(
  record: TransferRecord,
  start: StartKind = record.recipe.starts[0],
): TransferReport {
  const scores = new SweepScores(record, start);
  const { tasks, seeds } = scores;
  const targets = tasks.map((task) => toTransfer(scores, task));
  const cells = tasks.map((target, at) =>
    tasks.map((source) => transferCell(scores, source, target, targets[at])),
  );
  const pairs = measuredPairs(
    cells,
    tasks.map(({ family }) => family),
  );
  const sections = sectionsOf(scores, cells, targets);
  const count = (kind: ToTransfer['kind']): number => targets.filter((target) => target.kind === kind).length;
  const headline: TransferHeadline = {
    within: withinTarget(pairs, tasks.length, seeds.length),
    pooledRecovery: sections.indicators.find(isPapers)?.pooledRecovery ?? null,
    targets: { something: count('something'), nothing: count('nothing'), unknown: count('unknown') },
  };
  const [part] = record.parts;
  const results = Object.values(record.cells);
  return {
    plm: record.recipe.plm,
    start,
    recipe: record.recipe,
    seeds,
    tasks: tasks.map((task, at) => ({
      name: task.name,
      family: task.family,
      classes: task.labels.length,
      majority: majorityRate(task.truth),
      testRows: task.truth.length,
      ...taskBaselines(scores, task),
      toTransfer: targets[at],
    })),
    cells,
    headline,
    sameType: pairMean(
      pairs.filter(({ sameType }) => sameType),
      seeds.length,
    ),
    differentType: pairMean(
      pairs.filter(({ sameType }) => !sameType),
      seeds.length,
    ),
    ...sections,
    madeBy: [...new Set(record.parts.map(({ madeBy }) => madeBy))].join('; '),
    engine: part === undefined ? '' : `${part.engine.engine} (${part.engine.device})`,
    done: results.filter((result) => !isFailed(result)).length,
    total: cellsOf(transferExperiment, record).length,
  };
}
