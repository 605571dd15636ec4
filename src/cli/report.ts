/** `lab report`: what a sweep's file says, for people or as JSON. */
import type { Command } from 'commander';
import type { StartKind } from '../experiment/sweep-recipe.ts';
import type { SweepRecord } from '../experiment/sweep-record.ts';
import type { Estimate, SpeedUp, TransferReport } from '../experiment/transfer-report.ts';
import { scoringCost } from '../methods/transfer/report/scoring-cost.ts';
import { transferReport } from '../methods/transfer/report/transfer-report.ts';
import { choiceOption, printJson, runCommand, say } from './output.ts';
import { openSweep } from './sweep-run.ts';

interface ReportOptions {
  readonly start?: string;
  readonly json?: boolean;
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description(
      'what the sweep in an experiment file says: matrix, indicators, speed-ups, masking, projectors',
    )
    .argument('<file>', 'an experiment file (.plab) of a sweep')
    .option('--start <kind>', 'shared or own: which prompts, where the sweep has both')
    .option('--json', 'one JSON object on stdout')
    .action((file: string, options: ReportOptions) =>
      runCommand(options.json === true, () => {
        const record = openSweep(file);
        const start =
          options.start === undefined
            ? record.recipe.starts[0]
            : choiceOption('--start', options.start, record.recipe.starts);
        sayReport(record, start, options.json === true);
        return Promise.resolve(true);
      }),
    );
}

/** What `record` says, as JSON on stdout or as text on stderr. */
export function sayReport(record: SweepRecord, start: StartKind, json: boolean): void {
  const report = transferReport(record, start);
  const scoring = scoringCost(record);
  if (json) {
    const neurons = report.neurons.map((one) => ({ ...one, values: Array.from(one.values) }));
    printJson({ ...report, neurons, scoring });
    return;
  }
  for (const line of lines(report)) say(line);
  if (scoring.forwardShare !== null)
    say(
      `scoring: ${String(scoring.cells)} cells in ${scoring.seconds.toFixed(1)} s, ${(100 * scoring.forwardShare).toFixed(1)} % of it forward passes`,
    );
}

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

function lines(report: TransferReport): string[] {
  const { tasks, cells, indicators, initialisation, masking, projections } = report;
  const width = Math.max(...tasks.map(({ name }) => name.length));
  const short = (name: string): string => name.slice(0, 7).padStart(8);
  const rho = (value: number | null | undefined): string =>
    (value ?? null) === null ? NONE.padStart(6) : (value ?? 0).toFixed(2).padStart(6);
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
    'Indicators: Spearman per target, pooled, given the type; mean similarity of same and of different type',
    ...indicators.map(
      (indicator) =>
        `${`${indicator.name} ${indicator.variant}`.padEnd(34)}${rho(indicator.perTarget?.rho)}${rho(indicator.pooled?.rho)}${rho(indicator.partial)}  ${indicator.sameType?.toFixed(4) ?? NONE} ${indicator.differentType?.toFixed(4) ?? NONE}`,
    ),
    ...initialisation.map(
      ({ projected, source, target, steps, testFromRandom, testFromSource }) =>
        `${tasks[source].name}${projected === null ? '' : ` (${projected.by}, to ${projected.toPlm})`} → ${tasks[target].name}: converged ${steps.map(({ converged }) => speedUp(converged)).join(', ')}; comparable ${steps.map(({ comparable }) => speedUp(comparable)).join(', ')}; test ${estimate(testFromRandom, 100)} → ${estimate(testFromSource, 100)}`,
    ),
    ...report.recommendations.map(
      ({ by, rho: rank, topHit, regret }) =>
        `recommended by ${by.padEnd(28)} ρ ${estimate(rank, 1, 2)}, best one found ${estimate(topHit, 100, 0)} %, regret ${estimate(regret, 100)} points`,
    ),
    ...masking.flatMap(({ task, target, relation, rows, points }) => [
      `masking ${tasks[task].name} on ${tasks[target].name} (${relation}, ${String(rows)} rows)`,
      ...points.map(
        ({ share, mask, accuracy }) =>
          `  ${(100 * share).toFixed(0).padStart(3)} % ${mask.padEnd(10)} ${estimate(accuracy, 100)}`,
      ),
    ]),
    ...projections.flatMap((projection) => [
      `${projection.projector} projector (${projection.objective}) to ${projection.toPlm}, ${String(projection.parameters)} parameters${projection.collapsed ? ': COLLAPSED' : ''}; source-swap gap ${estimate(projection.sourceSwapGap, 100)} points`,
      `  ${''.padEnd(width)} projected     zero    noise shuffled    other      own   random`,
      ...projection.rows.map(
        (row) =>
          `  ${tasks[row.target].name.padEnd(width)} ${[row.projected, row.zero, row.noise, row.shuffled, row.otherTask, row.own, row.random].map((value) => estimate(value === null ? null : { ...value, interval: null }, 100).padStart(8)).join(' ')} ${row.trained ? 'trained' : 'held out'}`,
      ),
    ]),
  ];
}
