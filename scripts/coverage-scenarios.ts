/**
 * How often each interval that the lab prints holds what it is an interval of, on made data of which the truth is known.
 * Every scenario draws data, asks the lab's own function for its interval, and looks.
 */
import { clusteredError, withSeeds } from '../src/experiment/clustered-pairs.ts';
import { randomStream, type RandomStream } from '../src/experiment/random.ts';
import { errorInterval, tInterval } from '../src/experiment/standard-error.ts';
import {
  differenceInterval,
  pairedBootstrap,
  wilsonInterval,
  type Interval,
} from '../src/experiment/statistics.ts';
import type { TransferCell } from '../src/experiment/transfer/transfer-report.ts';
import { measuredPairs, pairMean, withinTarget } from '../src/methods/transfer/report/report-pairs.ts';
import { indicatorRanking } from '../src/methods/transfer/report/indicator-ranking.ts';
import { crossedShare, pairedDifference, pairedRatio } from '../src/methods/transfer/report/paired-rows.ts';
import { spearman } from '../src/methods/transfer/rank-correlation.ts';
import { pooledSpearman } from '../src/methods/transfer/transfer-correlation.ts';
import { holds, meanOf, simulated, times, type Caveat, type Scenario, type Trial } from './coverage-parts.ts';
import { WORD_SCENARIOS } from './coverage-words.ts';

const wide = (why: string): Caveat => ({ low: 0.9, high: 1, why });

const SHARE: Interval = { low: 0, high: 1 };

function binomial(stream: RandomStream, rows: number, share: number): number {
  let right = 0;
  for (let row = 0; row < rows; row += 1) right += Number(stream.uniform() < share);
  return right;
}

const wilson = (rows: number, share: number): Scenario => ({
  interval: 'Wilson',
  data: `${String(rows)} rows, accuracy ${String(share)}`,
  caveat: null,
  brief: true,
  trial: (stream) => holds(wilsonInterval(binomial(stream, rows, share), rows), share),
});

const newcombe = (rows: number, first: number, second: number): Scenario => ({
  interval: 'Newcombe',
  data: `two samples of ${String(rows)} rows, accuracies ${String(first)} and ${String(second)}`,
  caveat: null,
  brief: true,
  trial: (stream) =>
    holds(
      differenceInterval(
        { right: binomial(stream, rows, first), total: rows },
        { right: binomial(stream, rows, second), total: rows },
      ),
      first - second,
    ),
});

/** Two systems on the same rows; `together` is the share of rows on which the second copies the first. */
function sameRows(
  stream: RandomStream,
  rows: number,
  first: number,
  together: number,
): [boolean[], boolean[]] {
  const a = times(rows, () => stream.uniform() < first);
  return [a, a.map((right) => (stream.uniform() < together ? right : stream.uniform() < 0.5))];
}
const truthOfSameRows = (first: number, together: number): number =>
  first - (together * first + (1 - together) * 0.5);

const newcombeOnSameRows: Scenario = {
  interval: 'Newcombe',
  data: 'the same 250 rows, accuracies 0.8 and 0.71, agreeing on 0.7 of them',
  caveat: wide('too wide on the same rows: Train has accuracies alone, and no rows to pair'),
  brief: true,
  trial: (stream) => {
    const [a, b] = sameRows(stream, 250, 0.8, 0.7);
    const count = (rows: readonly boolean[]) => ({ right: rows.filter(Boolean).length, total: rows.length });
    return holds(differenceInterval(count(a), count(b)), truthOfSameRows(0.8, 0.7));
  },
};

const paired = (rows: number, first: number, together: number): Scenario => ({
  interval: 'paired bootstrap',
  data: `the same ${String(rows)} rows, agreeing on ${String(together)} of them`,
  caveat: null,
  brief: rows < 300,
  trial: (stream) => {
    const [a, b] = sameRows(stream, rows, first, together);
    return holds(pairedBootstrap(a, b, stream.integer(1, 1e6), 400), truthOfSameRows(first, together));
  },
});

const overSeeds = (seeds: number): Scenario => ({
  interval: 't over seeds',
  data: `${String(seeds)} seeds, normal`,
  caveat: null,
  brief: true,
  trial: (stream) => holds(tInterval(times(seeds, () => stream.normal(0.7, 0.02))), 0.7),
});

const oneSeedFails: Scenario = {
  interval: 't over seeds',
  data: '3 seeds, one in ten learns nothing',
  caveat: { low: 0.3, high: 0.6, why: 'three seeds that all went well know nothing of one that fails' },
  brief: true,
  trial: (stream) =>
    holds(
      tInterval(times(3, () => (stream.uniform() < 0.1 ? 0.5 : 0.8) + stream.normal(0, 0.01))),
      0.9 * 0.8 + 0.1 * 0.5,
    ),
};

/** A row is right where its ease, the seed's luck and chance together exceed what the prompt lacks. */
interface Answers {
  readonly rows: number;
  readonly seeds: number;
  /** Standard deviations beside a noise of 1. */
  readonly ofRows: number;
  readonly ofSeeds: number;
}

/** Rows right of two prompts with levels `a` and `b`, which share the rows' ease; each has its own luck with a seed. */
function answers({ rows, seeds, ofRows, ofSeeds }: Answers, levels: readonly number[], stream: RandomStream) {
  const ease = times(rows, () => stream.normal(0, ofRows));
  return levels.map((level) =>
    times(seeds, () => {
      const luck = stream.normal(0, ofSeeds);
      return Float64Array.from(ease, (own) => Number(level + own + luck + stream.normal() > 0));
    }),
  );
}

const accuracyAt = ({ ofRows, ofSeeds }: Answers, level: number): number =>
  simulated(200_000, (stream) => Number(stream.normal(level, Math.sqrt(1 + ofRows ** 2 + ofSeeds ** 2)) > 0));

function crossed(answered: Answers): readonly Scenario[] {
  const levels = [0.6, 1.6, -0.3] as const;
  let known: readonly number[] | null = null;
  const truth = (): readonly number[] => (known ??= levels.map((level) => accuracyAt(answered, level)));
  const data = `${String(answered.rows)} rows, ${String(answered.seeds)} seeds, deviations of rows ${String(answered.ofRows)}, of seeds ${String(answered.ofSeeds)}`;
  const of = (interval: string, trial: Trial): Scenario => ({
    interval,
    data,
    caveat: null,
    brief: answered.seeds === 3,
    trial,
  });
  return [
    of('cell: accuracy', (stream) => {
      const [a] = answers(answered, levels, stream);
      return holds(crossedShare(a, SHARE).interval, truth()[0]);
    }),
    of('cell: difference to own', (stream) => {
      const [a, b] = answers(answered, levels, stream);
      return holds(pairedDifference(a, b).interval, truth()[0] - truth()[1]);
    }),
    of('cell: relative performance', (stream) => {
      const [a, b] = answers(answered, levels, stream);
      const zero = a.map((rows) => rows.map(() => 0));
      return holds(pairedRatio(a, b, zero)?.interval, truth()[0] / truth()[1]);
    }),
    of('cell: recovery', (stream) => {
      const [a, b, floor] = answers(answered, levels, stream);
      const [x, y, z] = truth();
      return holds(pairedRatio(a, b, floor)?.interval, (x - z) / (y - z));
    }),
  ];
}

/** Effects that make up the accuracy of a pair, as standard deviations. */
interface Effects {
  readonly name: string;
  readonly target: number;
  readonly source: number;
  readonly pair: number;
  /** Shared by s → t and t → s. */
  readonly both: number;
  /** Shared by all pairs of a seed. */
  readonly seed: number;
  /** Of what being of one type gains, from target to target. */
  readonly gain: number;
}

const EFFECTS: readonly Effects[] = [
  { name: 'targets differ', target: 1, source: 0.2, pair: 0.3, both: 0, seed: 0.1, gain: 0 },
  { name: 'sources differ', target: 0.2, source: 1, pair: 0.3, both: 0, seed: 0.1, gain: 0 },
  { name: 'targets and sources differ', target: 0.7, source: 0.7, pair: 0.5, both: 0, seed: 0.1, gain: 0 },
  { name: 'pairs differ alone', target: 0.1, source: 0.1, pair: 1, both: 0, seed: 0.1, gain: 0 },
  { name: 'seeds differ', target: 0.5, source: 0.5, pair: 0.4, both: 0, seed: 0.7, gain: 0 },
  { name: 'gains of targets differ', target: 0.5, source: 0.3, pair: 0.3, both: 0, seed: 0.1, gain: 0.7 },
  {
    name: 'two directions of a pair are alike',
    target: 0.3,
    source: 0.3,
    pair: 0.3,
    both: 1,
    seed: 0.1,
    gain: 0,
  },
];

const SEEDS = 3;

/** A whole matrix of cells whose accuracies (and relative performances, the same) are `effects` plus `gain` within a type. */
function matrix(families: readonly number[], effects: Effects, gain: number, stream: RandomStream) {
  const { target, source, pair, both, seed, gain: gains } = effects;
  const ofTarget = families.map(() => stream.normal(0, target));
  const ofSource = families.map(() => stream.normal(0, source));
  const ofGain = families.map(() => stream.normal(gain, gains));
  const ofSeed = times(SEEDS, () => stream.normal(0, seed));
  const ofBoth = families.map(() => families.map(() => stream.normal(0, both)));
  return families.map((family, t) =>
    families.map((other, s): TransferCell => {
      const level =
        ofTarget[t] +
        ofSource[s] +
        ofBoth[Math.min(s, t)][Math.max(s, t)] +
        stream.normal(0, pair) +
        (family === other ? ofGain[t] : 0);
      const seeds = ofSeed.map((luck) => level + luck + stream.normal(0, 0.2));
      const estimate = { mean: meanOf(seeds), interval: null, seeds };
      return {
        accuracy: estimate,
        relative: estimate,
        own: 1,
        recovery: null,
        difference: null,
        rows: 1,
        leaked: 0,
      };
    }),
  );
}

/** Tasks by the number of their family. */
const DESIGNS: readonly (readonly [name: string, families: readonly number[]])[] = [
  ['8 tasks, families of 2, 3, 1, 1, 1', [0, 0, 1, 1, 1, 2, 3, 4]],
  ['13 tasks, families of 6, 3, 2, 2', [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3]],
];

const ALIKE: Caveat = {
  low: 0.84,
  high: 0.98,
  why: 'too short: where s → t and t → s are alike there are half as many pairs as it seems',
};

/** The effects that the tests look at, with the first design. */
const BRIEF = ['targets differ', 'gains of targets differ', 'seeds differ'];

function overPairs([name, families]: (typeof DESIGNS)[number], effects: Effects): readonly Scenario[] {
  const names = families.map(String);
  const data = `${name}; ${effects.name}`;
  const made = (stream: RandomStream, gain: number) =>
    measuredPairs(matrix(families, effects, gain, stream), names);
  const caveat = effects.both > 0 ? ALIKE : null;
  const brief = families.length < 10 && BRIEF.includes(effects.name);
  return [
    ...[true, false].map((sameType): Scenario => ({
      interval: `mean over pairs of ${sameType ? 'one type' : 'different types'}`,
      data,
      caveat,
      brief,
      trial: (stream) => {
        const pairs = made(stream, 0).filter((pair) => pair.sameType === sameType);
        return holds(pairMean(pairs, SEEDS).relative?.interval, 0);
      },
    })),
    {
      interval: 'same − different within target, clustered',
      data,
      caveat:
        caveat ??
        (effects.gain > 0 ? null : wide('too wide where all targets gain alike, which it can’t know')),
      brief,
      trial: (stream) =>
        holds(withinTarget(made(stream, 0.5), families.length, SEEDS)?.difference.interval, 0.5),
    },
  ];
}

/** Similarities and outcomes of tasks; `slope` of the outcome on the similarity, beside effects of task. */
function related(tasks: number, slope: number, effects: number, stream: RandomStream) {
  const similarity = times(tasks, () => times(tasks, () => 0));
  const place = times(tasks, () => stream.normal(0, 0.7));
  for (let a = 0; a < tasks; a += 1)
    for (let b = a; b < tasks; b += 1) {
      similarity[a][b] = place[a] + place[b] + stream.normal();
      similarity[b][a] = similarity[a][b];
    }
  const ofTarget = times(tasks, () => stream.normal(0, effects));
  const ofSource = times(tasks, () => stream.normal(0, effects));
  const outcome = similarity.map((row, t) =>
    row.map((value, s) => slope * value + ofTarget[t] + ofSource[s] + stream.normal()),
  );
  return { similarity, outcome };
}

function pooledCorrelation(tasks: number, slope: number, effects: number): Scenario {
  let known: number | null = null;
  const truth = (): number =>
    (known ??= simulated(6, (stream) => {
      const { similarity, outcome } = related(150, slope, effects, stream);
      return spearman(similarity.flat(), outcome.flat()) ?? NaN;
    }));
  return {
    interval: 'pooled correlation',
    data: `${String(tasks)} tasks, slope ${String(slope)}, deviation of tasks ${String(effects)}`,
    caveat: null,
    brief: tasks < 10,
    trial: (stream) => {
      const { similarity, outcome } = related(tasks, slope, effects, stream);
      return holds(pooledSpearman(similarity, outcome)?.interval, truth());
    },
  };
}

/** ρ of one target over its sources, for targets whose slopes differ. */
function rhoOfTarget(sources: number, stream: RandomStream): number {
  const slope = stream.normal(0.6, 0.4);
  const x = times(sources, () => stream.normal());
  return (
    spearman(
      x,
      x.map((value) => slope * value + stream.normal()),
    ) ?? NaN
  );
}

function perTarget(targets: number): Scenario {
  let known: number | null = null;
  const truth = (): number => (known ??= simulated(60_000, (stream) => rhoOfTarget(7, stream)));
  return {
    interval: 'correlation per target',
    data: `${String(targets)} targets of 7 sources`,
    caveat: null,
    brief: true,
    trial: (stream) => holds(tInterval(times(targets, () => rhoOfTarget(7, stream))), truth()),
  };
}

/** Indicators that are all as good: any that stands out does so by chance. */
const noIndicatorIsBest = (indicators: number, targets: number): Scenario => ({
  interval: 'no indicator stands out',
  data: `${String(indicators)} equally good indicators, ${String(targets)} targets`,
  caveat: wide('Bonferroni’s bound is wide where indicators go together'),
  brief: true,
  trial: (stream) => {
    const shared = times(targets, () => stream.normal(0.3, 0.3));
    const rhos = times(indicators, () => shared.map((rho) => rho + stream.normal(0, 0.2)));
    return indicatorRanking(rhos).finding.kind === 'none';
  },
});

/** A sum over pairs plus seeds, where seeds are all that differs: what the degrees of freedom are for. */
const seedsAlone: Scenario = {
  interval: 'mean over pairs of different types',
  data: '8 tasks; nothing but seeds differs',
  caveat: null,
  brief: true,
  trial: (stream) => {
    const seeds = times(SEEDS, () => stream.normal());
    const pairs = times(8, (at) => ({ source: at, target: (at + 1) % 8, value: stream.normal(0, 1e-3) }));
    const error = clusteredError(pairs);
    return error === null ? null : holds(errorInterval(meanOf(seeds), withSeeds(error, seeds)), 0);
  },
};

export const SCENARIOS: readonly Scenario[] = [
  wilson(250, 0.55),
  wilson(250, 0.95),
  wilson(50, 0.85),
  newcombe(250, 0.7, 0.6),
  newcombe(250, 0.95, 0.9),
  newcombeOnSameRows,
  paired(200, 0.8, 0.7),
  paired(500, 0.9, 0.9),
  overSeeds(3),
  overSeeds(5),
  oneSeedFails,
  ...crossed({ rows: 250, seeds: 3, ofRows: 1, ofSeeds: 0.1 }),
  ...crossed({ rows: 250, seeds: 5, ofRows: 0.5, ofSeeds: 0.5 }),
  ...DESIGNS.flatMap((design) => EFFECTS.flatMap((effects) => overPairs(design, effects))),
  seedsAlone,
  perTarget(5),
  perTarget(10),
  pooledCorrelation(8, 0.5, 0.5),
  pooledCorrelation(8, 0, 1),
  pooledCorrelation(13, 0.8, 0.3),
  noIndicatorIsBest(13, 5),
  noIndicatorIsBest(4, 10),
  ...WORD_SCENARIOS,
];

export interface Coverage {
  readonly trials: number;
  /** Share of the intervals that held the truth. */
  readonly covered: number;
}

/** Runs a scenario's trial so many times, always with the same random numbers. */
export function coverageOf({ interval, data, trial }: Scenario, trials: number): Coverage {
  const stream = randomStream(1, `coverage ${interval} ${data}`);
  const held = times(trials, () => trial(stream)).filter((one) => one !== null);
  return { trials: held.length, covered: held.filter(Boolean).length / held.length };
}
