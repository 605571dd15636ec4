/** A transfer sweep's report as text: the matrix, then a section each of what was asked beyond. */
import { BASELINE_LABELS } from '../../experiment/baselines.ts';
import type { NullRatio } from '../../experiment/transfer/early-look-report.ts';
import type { Interval } from '../../experiment/statistics.ts';
import { rangeOfSeeds } from '../../experiment/transfer/seed-range.ts';
import type {
  Correlation,
  Estimate,
  InitialisationReport,
  PairedDifference,
  ReportedTask,
  SpeedUp,
  SpeedUps,
  TransferReport,
} from '../../experiment/transfer/transfer-report.ts';

const NONE = '–';

function estimate(value: Estimate | null, scale: number, digits = 1): string {
  if (value === null || !Number.isFinite(value.mean)) return NONE;
  const number = (x: number): string => (scale * x).toFixed(digits);
  if (value.interval !== null) return `${number(value.mean)} ${bracketed(value.interval, scale, digits)}`;
  const range = rangeOfSeeds(value);
  return range === null
    ? number(value.mean)
    : `${number(value.mean)} (range of ${String(range.seeds)} seeds ${number(range.low)} to ${number(range.high)})`;
}

const percent = (share: number | null | undefined): string =>
  share === null || share === undefined || !Number.isFinite(share) ? NONE : (100 * share).toFixed(1);

const bracketed = ({ low, high }: Interval, scale: number, digits = 1): string =>
  `[${(scale * low).toFixed(digits)}, ${(scale * high).toFixed(digits)}]`;

const correlation = (value: Correlation | null): string =>
  value === null
    ? NONE
    : `${value.rho.toFixed(2)}${value.interval === null ? '' : ` ${bracketed(value.interval, 1, 2)}`}`;

function speedUp(value: SpeedUp): string {
  return value.kind === 'reached' ? `${value.factor.toFixed(2)}×` : 'not reached';
}

const rho = (value: number | null | undefined): string =>
  (value ?? null) === null ? NONE.padStart(6) : (value ?? 0).toFixed(2).padStart(6);

const widthOf = ({ tasks }: TransferReport): number => Math.max(...tasks.map(({ name }) => name.length));

type Lines = (report: TransferReport) => readonly string[];

function gainLine({ name, toTransfer }: ReportedTask): string {
  if (toTransfer.kind === 'unknown') return `${name}: not known yet`;
  const { floor, gain, kind } = toTransfer;
  const above = `own − ${BASELINE_LABELS[floor.name]} (${(100 * floor.accuracy).toFixed(1)} %) ${(100 * gain.mean).toFixed(1)} points ${bracketed(gain.interval, 100)}`;
  return `${name}: ${above}${kind === 'nothing' ? ', nothing to transfer' : ''}`;
}

/** What a sweep says first: the difference that is within a target, and of how many targets nothing can be said. */
const headlineLines: Lines = ({ headline, tasks }) => {
  const { within, pooledRecovery, targets } = headline;
  const seeds = within?.seedInterval ?? null;
  return [
    within === null
      ? 'same − different type within a target: no target has sources of both'
      : `same − different type within a target: ${estimate(within.difference, 100)} points over tasks${seeds === null ? '' : `, ${bracketed(seeds, 100)} over seeds of these tasks`}`,
    `ON and recovery, pooled: ρ ${correlation(pooledRecovery)}`,
    `${String(targets.something)} targets with something to transfer, ${String(targets.nothing)} with nothing (left out of recovery and correlations), ${String(targets.unknown)} not known`,
    ...tasks.map((task) => `  ${gainLine(task)}`),
    '',
  ];
};

const rankingLines: Lines = ({ indicators, ranking }) => {
  const [first, next] = ranking.order.map((at) => `${indicators[at].name} ${indicators[at].variant}`.trim());
  if (ranking.lead === null) return ['No indicator can be said to stand out.', ''];
  const { mean, interval, compared } = ranking.lead;
  const lead = `${first} leads ${next} by ${mean.toFixed(2)} ${bracketed(interval, 1, 2)}, corrected for ${String(compared)} compared`;
  return [ranking.finding.kind === 'none' ? `No indicator stands out: ${lead}.` : `${lead}.`, ''];
};

const indicatorLines: Lines = ({ indicators }) => [
  'Indicators, over targets with something to transfer: Spearman per target, pooled, given the type; mean similarity of same and of different type',
  ...indicators.map(
    (indicator) =>
      `${`${indicator.name} ${indicator.variant}`.padEnd(34)}${rho(indicator.perTarget?.rho)}${rho(indicator.pooled?.rho)}${rho(indicator.partial)}  ${indicator.sameType?.toFixed(4) ?? NONE} ${indicator.differentType?.toFixed(4) ?? NONE}`,
  ),
];

/** What a speed-up in steps is between two random starts; nothing with one seed. */
function nullRatio(value: NullRatio | undefined): string {
  if (value === undefined) return '';
  const { range, interval, pairs, notReached } = value;
  const between = range === null ? 'never reached' : `${range.low.toFixed(2)}× to ${range.high.toFixed(2)}×`;
  const missing = notReached === 0 ? '' : `, ${String(notReached)} of ${String(pairs)} never`;
  return ` (two random starts ${between}${missing}${interval === null ? '' : `, 95 % ${bracketed(interval, 1, 2)}`})`;
}

const lookLines = ({ early }: InitialisationReport): readonly string[] =>
  early === null
    ? []
    : [
        ...early.looks.map(
          ({ step, fromRandom, fromSource, difference }) =>
            `  step ${String(step).padStart(4)}: random ${estimate(fromRandom, 100)}, source ${estimate(fromSource, 100)}, source − random ${estimate(difference, 100)} points`,
        ),
        `  lead over these looks: ${estimate(early.lead, 100)} points`,
      ];

const initialisationLines: Lines = ({ initialisation, tasks }) =>
  initialisation.flatMap((run) => {
    const { projected, source, target, steps, nulls, testFromRandom, testFromSource } = run;
    const listed = (kind: keyof SpeedUps): string =>
      `${steps.map((one) => speedUp(one[kind])).join(', ')}${nullRatio(nulls.steps?.[kind])}`;
    return [
      `${tasks[source].name}${projected === null ? '' : ` (${projected.by}, to ${projected.toPlm})`} → ${tasks[target].name}: converged ${listed('converged')}; comparable ${listed('comparable')}; test ${estimate(testFromRandom, 100)} → ${estimate(testFromSource, 100)}`,
      ...lookLines(run),
    ];
  });

const recommendationLines: Lines = ({ recommendations }) =>
  recommendations.map(
    ({ by, rho: rank, topHit, regret }) =>
      `recommended by ${by.padEnd(28)} ρ ${estimate(rank, 1, 2)}, best one found ${estimate(topHit, 100, 0)} %, regret ${estimate(regret, 100)} points`,
  );

const paired = ({ mean, interval }: PairedDifference): string =>
  `own − random ${(100 * mean).toFixed(1)} ${bracketed(interval, 100)} points`;

const maskingLines: Lines = ({ masking, tasks }) =>
  masking.flatMap(({ task, target, relation, rows, points, differences, overall, allOff }) => [
    `masking ${tasks[task].name} on ${tasks[target].name} (${relation}, ${String(rows)} rows)`,
    ...points.map(
      ({ share, mask, accuracy }) =>
        `  ${(100 * share).toFixed(0).padStart(3)} % ${mask.padEnd(10)} ${estimate(accuracy, 100)}`,
    ),
    ...differences.map(
      ({ share, difference }) => `  ${(100 * share).toFixed(0).padStart(3)} % ${paired(difference)}`,
    ),
    ...(overall === null ? [] : [`  mean over these shares: ${paired(overall)}`]),
    ...(allOff === null ? [] : [`  100 % all off    ${estimate(allOff, 100)}`]),
  ]);

const projectionLines: Lines = (report) =>
  report.projections.flatMap((projection) => [
    `${projection.projector} projector (${projection.objective}) to ${projection.toPlm}, ${String(projection.parameters)} parameters${projection.collapsed ? ': COLLAPSED' : ''}; source-swap gap ${estimate(projection.sourceSwapGap, 100)} points`,
    `  ${''.padEnd(widthOf(report))} projected     zero    noise shuffled    other      own   random`,
    ...projection.rows.map(
      (row) =>
        `  ${report.tasks[row.target].name.padEnd(widthOf(report))} ${[row.projected, row.zero, row.noise, row.shuffled, row.otherTask, row.own, row.random].map((value) => percent(value?.mean).padStart(8)).join(' ')} ${row.trained ? 'trained' : 'held out'}`,
    ),
  ]);

const arithmeticLines: Lines = ({ arithmetic, tasks }) =>
  arithmetic.length === 0
    ? []
    : [
        'Prompt arithmetic, accuracy in %: with the vectors, with a random vector as long, with the own prompt, untrained; vectors − random in points',
        ...arithmetic.map((one) => {
          const {
            onto,
            scale,
            tasks: added,
            target,
            rows,
            accuracy,
            random,
            own,
            untrained,
            difference,
          } = one;
          const sum = added.map((task) => tasks[task].name).join(' + ');
          const values = [accuracy, random, own, untrained].map((value) => percent(value?.mean).padStart(6));
          const gap =
            difference === null
              ? NONE
              : `${(100 * difference.mean).toFixed(1)} ${bracketed(difference.interval, 100)}`;
          return `  ${onto} + ${String(scale)} × (${sum}) → ${tasks[target].name} (${String(rows)} rows)${values.join('')}  ${gap}`;
        }),
      ];

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
        `${task.name.padEnd(width)}${cells[target].map((cell) => (cell === null ? NONE : (100 * cell.accuracy.mean).toFixed(1)).padStart(8)).join('')}  ${percent(task.random?.mean).padStart(6)} ${percent(task.noPrompt).padStart(9)} ${(100 * task.majority).toFixed(1).padStart(8)}`,
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
  headlineLines,
  indicatorLines,
  rankingLines,
  initialisationLines,
  recommendationLines,
  maskingLines,
  projectionLines,
  arithmeticLines,
];

export const transferLines: Lines = (report) => SECTIONS.flatMap((lines) => lines(report));
