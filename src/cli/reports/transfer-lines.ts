/** A transfer sweep's report as text: the matrix, then a section each of what was asked beyond. */
import type { Estimate, SpeedUp, TransferReport } from '../../experiment/transfer/transfer-report.ts';

const NONE = '–';

function estimate(value: Estimate | null, scale: number, digits = 1): string {
  if (value === null || !Number.isFinite(value.mean)) return NONE;
  const { interval } = value;
  const number = (x: number): string => (scale * x).toFixed(digits);
  return interval === null
    ? number(value.mean)
    : `${number(value.mean)} [${number(interval.low)}, ${number(interval.high)}]`;
}

function speedUp(value: SpeedUp): string {
  return value.kind === 'reached' ? `${value.factor.toFixed(2)}×` : 'not reached';
}

const rho = (value: number | null | undefined): string =>
  (value ?? null) === null ? NONE.padStart(6) : (value ?? 0).toFixed(2).padStart(6);

const widthOf = ({ tasks }: TransferReport): number => Math.max(...tasks.map(({ name }) => name.length));

type Lines = (report: TransferReport) => readonly string[];

const indicatorLines: Lines = ({ indicators }) => [
  'Indicators: Spearman per target, pooled, given the type; mean similarity of same and of different type',
  ...indicators.map(
    (indicator) =>
      `${`${indicator.name} ${indicator.variant}`.padEnd(34)}${rho(indicator.perTarget?.rho)}${rho(indicator.pooled?.rho)}${rho(indicator.partial)}  ${indicator.sameType?.toFixed(4) ?? NONE} ${indicator.differentType?.toFixed(4) ?? NONE}`,
  ),
];

const initialisationLines: Lines = ({ initialisation, tasks }) =>
  initialisation.map(
    ({ projected, source, target, steps, testFromRandom, testFromSource }) =>
      `${tasks[source].name}${projected === null ? '' : ` (${projected.by}, to ${projected.toPlm})`} → ${tasks[target].name}: converged ${steps.map(({ converged }) => speedUp(converged)).join(', ')}; comparable ${steps.map(({ comparable }) => speedUp(comparable)).join(', ')}; test ${estimate(testFromRandom, 100)} → ${estimate(testFromSource, 100)}`,
  );

const recommendationLines: Lines = ({ recommendations }) =>
  recommendations.map(
    ({ by, rho: rank, topHit, regret }) =>
      `recommended by ${by.padEnd(28)} ρ ${estimate(rank, 1, 2)}, best one found ${estimate(topHit, 100, 0)} %, regret ${estimate(regret, 100)} points`,
  );

const maskingLines: Lines = ({ masking, tasks }) =>
  masking.flatMap(({ task, target, relation, rows, points }) => [
    `masking ${tasks[task].name} on ${tasks[target].name} (${relation}, ${String(rows)} rows)`,
    ...points.map(
      ({ share, mask, accuracy }) =>
        `  ${(100 * share).toFixed(0).padStart(3)} % ${mask.padEnd(10)} ${estimate(accuracy, 100)}`,
    ),
  ]);

const projectionLines: Lines = (report) =>
  report.projections.flatMap((projection) => [
    `${projection.projector} projector (${projection.objective}) to ${projection.toPlm}, ${String(projection.parameters)} parameters${projection.collapsed ? ': COLLAPSED' : ''}; source-swap gap ${estimate(projection.sourceSwapGap, 100)} points`,
    `  ${''.padEnd(widthOf(report))} projected     zero    noise shuffled    other      own   random`,
    ...projection.rows.map(
      (row) =>
        `  ${report.tasks[row.target].name.padEnd(widthOf(report))} ${[row.projected, row.zero, row.noise, row.shuffled, row.otherTask, row.own, row.random].map((value) => estimate(value === null ? null : { ...value, interval: null }, 100).padStart(8)).join(' ')} ${row.trained ? 'trained' : 'held out'}`,
    ),
  ]);

function matrixLines(report: TransferReport): readonly string[] {
  const { tasks, cells } = report;
  const width = widthOf(report);
  const short = (name: string): string => name.slice(0, 7).padStart(8);
  return [
    `${report.plm}, ${String(tasks.length)} tasks, seeds ${report.seeds.join(', ')}, ${report.start} start; ${String(report.done)} of ${String(report.total)} cells`,
    '',
    'Accuracy in %, rows: target, columns: source',
    `${' '.repeat(width)}${tasks.map(({ name }) => short(name)).join('')}  random no-prompt majority`,
    ...tasks.map(
      (task, target) =>
        `${task.name.padEnd(width)}${cells[target].map((cell) => (cell === null ? NONE : (100 * cell.accuracy.mean).toFixed(1)).padStart(8)).join('')}  ${estimate(task.random === null ? null : { ...task.random, interval: null }, 100).padStart(6)} ${(task.noPrompt === null ? NONE : (100 * task.noPrompt).toFixed(1)).padStart(9)} ${(100 * task.majority).toFixed(1).padStart(8)}`,
    ),
    '',
    `same type (${String(report.sameType.pairs)} pairs): relative ${estimate(report.sameType.relative, 1)} %, recovery ${estimate(report.sameType.recovery, 100)} %`,
    `different type (${String(report.differentType.pairs)} pairs): relative ${estimate(report.differentType.relative, 1)} %, recovery ${estimate(report.differentType.recovery, 100)} %`,
    '',
  ];
}

/** In the order in which they are printed; activations are for figures alone. */
const SECTIONS: readonly Lines[] = [
  matrixLines,
  indicatorLines,
  initialisationLines,
  recommendationLines,
  maskingLines,
  projectionLines,
];

export const transferLines: Lines = (report) => SECTIONS.flatMap((lines) => lines(report));
