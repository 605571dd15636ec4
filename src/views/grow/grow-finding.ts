/**
 * What a growing run came to, as one sentence: what it cost, what its prompt reaches, and whether that is less than the full
 * run's. A difference whose interval holds 0, or that has none, is not settled; a loss is said like a gain.
 */
import type { ArmName } from '../../experiment/progressive/cells/arm.ts';
import type {
  GrowthReport,
  ReportedArm,
  ReportedDifference,
} from '../../experiment/progressive/growth-report.ts';
import { inked, percent, type Finding, type FindingInk, type FindingPart } from '../finding.ts';
import { capital, countWord } from '../number-words.ts';
import { formatValue } from '../table-twin.ts';
import { ARM_LOOKS } from './arm-looks.ts';
import { costBarsOf } from './outcome.ts';

export type GrowFacts =
  /** Nothing is shown. */
  | { readonly kind: 'none' }
  /** A sweep under way, or stopped before it was done. */
  | {
      readonly kind: 'filling';
      readonly isLive: boolean;
      readonly task: string;
      readonly done: number;
      readonly total: number;
    }
  /** Stages that nobody trained with; null while their cost isn't known. */
  | { readonly kind: 'planned'; readonly cost: number | null }
  | { readonly kind: 'measured'; readonly report: GrowthReport; readonly rows: number | null };

/** From here on nothing is saved that whole per cent would show. */
const AS_MUCH = 0.995;

/** Against whom the sentence sets the growing run: the run that it is to be as good as, else one as cheap. */
const AGAINST = ['full', 'equal-flops', 'equal-seconds'] as const satisfies readonly ArmName[];

const RIVALS: Readonly<
  Record<(typeof AGAINST)[number], { readonly name: string; readonly ink: FindingInk | null }>
> = {
  full: { name: 'the full model’s', ink: null },
  'equal-flops': { name: 'the full model’s at the same cost', ink: 'before' },
  'equal-seconds': { name: 'the full model’s in the same time', ink: null },
};

export function growFinding(facts: GrowFacts): Finding {
  switch (facts.kind) {
    case 'none':
      return ['Does a prompt learn as much from a model that is still growing, and for less?'];
    case 'filling':
      return filling(facts);
    case 'planned':
      return planned(facts.cost);
    case 'measured':
      return measured(facts.report);
  }
  return facts satisfies never;
}

function filling({ isLive, task, done, total }: GrowFacts & { kind: 'filling' }): Finding {
  if (isLive)
    return [`Learning ${task} on a growing model: ${String(done)} of ${String(total)} parts are done.`];
  return [
    `${capital(countWord(done))} of ${String(total)} parts on ${task} ${done === 1 ? 'is' : 'are'} done; the rest is missing.`,
  ];
}

function planned(cost: number | null): Finding {
  if (cost === null) return ['What would a model that grows like this cost? Predict it, or grow it.'];
  if (cost >= AS_MUCH) return ['These stages save nothing: the model is all but whole from the start.'];
  return [
    'A model that grows like this costs ',
    inked('flow', percent(cost)),
    ' of the full run. What its prompt reaches, nobody has measured yet.',
  ];
}

const armOf = ({ arms }: Pick<GrowthReport, 'arms'>, name: ArmName): ReportedArm | null =>
  arms.find((arm) => arm.name === name) ?? null;

function measured(report: GrowthReport): Finding {
  const grown = armOf(report, 'grow')?.test ?? null;
  if (grown === null) return planned(report.cost.flops?.relative ?? null);
  const reached = inked('learn', percent(grown.mean));
  const start = costClause(report);
  if (grown.mean <= report.majority)
    return [
      ...start,
      '. Its prompt learned nothing that shows: ',
      reached,
      `, always the most frequent class ${percent(report.majority)}.`,
    ];
  const against = AGAINST.find((name) => (armOf(report, name)?.test ?? null) !== null);
  const rival = against === undefined ? null : (armOf(report, against)?.test ?? null);
  if (against === undefined || rival === null)
    return [...start, '. Its prompt reaches ', reached, '; no run on the full model stands beside it.'];
  const { name, ink } = RIVALS[against];
  const other: FindingPart = ink === null ? percent(rival.mean) : inked(ink, percent(rival.mean));
  const difference = report.differences.find(({ of }) => of === `grow - ${against}`) ?? null;
  return [...start, '. Its prompt reaches ', reached, `, ${name} `, other, verdictOf(difference), '.'];
}

function costClause(report: GrowthReport): Finding {
  const share = report.cost.flops?.relative ?? null;
  const subject = 'A model that grows while it trains ';
  if (share === null) return [`${subject}was measured`];
  if (share >= AS_MUCH) return [`${subject}costs as much as the full one here`];
  return [`${subject}costs `, inked('flow', percent(share))];
}

export type Verdict = 'gain' | 'loss' | 'open' | 'unknown';

/** What the interval of a paired difference says; fewer than three seeds have none. */
export function growVerdict(difference: ReportedDifference | null): Verdict {
  const interval = difference?.interval ?? null;
  if (interval === null) return 'unknown';
  if (interval.low > 0) return 'gain';
  return interval.high < 0 ? 'loss' : 'open';
}

const seedsOf = (difference: ReportedDifference | null): number =>
  difference?.perSeed.filter((seed) => seed !== null).length ?? 0;

function verdictOf(difference: ReportedDifference | null): string {
  const seeds = seedsOf(difference);
  const gap = Math.round(100 * Math.abs(difference?.mean ?? 0));
  const points = `${countWord(gap)} ${gap === 1 ? 'point' : 'points'}`;
  switch (growVerdict(difference)) {
    case 'gain':
      return gap === 0 ? ': a gain of less than a point' : `: ${points} gained`;
    case 'loss':
      return gap === 0 ? ': a loss of less than a point' : `: ${points} lost`;
    case 'open':
      return `: ${countWord(seeds)} seeds don’t settle the gap`;
    case 'unknown':
      return seeds === 0
        ? ': not compared yet'
        : `: ${seeds === 1 ? 'one seed doesn’t' : `${countWord(seeds)} seeds don’t`} settle the gap`;
  }
}

const signed = (share: number): string => {
  const text = formatValue(100 * Math.abs(share), 1);
  if (Number(text) === 0) return '±0.0';
  return `${share > 0 ? '+' : '−'}${text}`;
};

/** Whose difference it is, as arms are called. */
function rivalName(of: string): string {
  const arm = AGAINST.find((name) => of === `grow - ${name}`);
  return arm === undefined ? of : ARM_LOOKS[arm].name;
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  gain: 'a gain',
  loss: 'a loss',
  open: 'not settled',
  unknown: 'not settled',
};

/** Such as `Grown − full, same cost: +0.4 points (by seed +5.0, −3.2, −0.6), 95 % [−9.9, 10.7]: not settled`. */
export function differenceLine(difference: ReportedDifference): string {
  const { of, mean, interval, perSeed } = difference;
  const seeds = perSeed.map((seed) => (seed === null ? '—' : signed(seed))).join(', ');
  const range = interval === null ? '' : `, 95 % [${signed(interval.low)}, ${signed(interval.high)}]`;
  return `Grown − ${rivalName(of)}: ${signed(mean)} points (by seed ${seeds})${range}: ${VERDICT_WORDS[growVerdict(difference)]}`;
}

/** Under the sentence: n, seeds, the fair comparison and the cost. Empty without a run. */
export function growLine(facts: GrowFacts): string {
  if (facts.kind !== 'measured') return '';
  const { report, rows } = facts;
  const { seeds, difference } = report;
  return [
    `${report.task} on ${report.plm}, ${seeds.length === 1 ? '1 seed' : `${String(seeds.length)} seeds`}${rows === null ? '' : `, ${String(rows)} test rows`}`,
    ...(difference === null ? [] : [differenceLine(difference)]),
    ...costWords(report),
  ].join(' · ');
}

/** Cost as it was predicted, and as it was counted and timed. */
function costWords(report: GrowthReport): readonly string[] {
  const [predicted, counted, timed] = costBarsOf(report).map(({ share }) =>
    share === null ? null : percent(share),
  );
  const parts = [
    ...(predicted === null ? [] : [`${predicted} of the FLOPs predicted`]),
    ...(counted === null ? [] : [`${counted} measured`]),
    ...(timed === null ? [] : [`${timed} of the seconds`]),
  ];
  return parts.length === 0 ? [] : [`cost: ${parts.join(', ')}`];
}
