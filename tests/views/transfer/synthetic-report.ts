/**
 * A transfer report out of a formula: six tasks of three families, everything else follows from how near two tasks
 * are said to be. No number of it was ever measured.
 */
import type { MaskingReport } from '../../../src/experiment/transfer/masking-report.ts';
import type {
  ArithmeticReport,
  Correlation,
  CurvePoint,
  Estimate,
  IndicatorReport,
  InitialisationReport,
  ProjectionReport,
  ToTransfer,
  TransferCell,
  TransferReport,
  WithinTarget,
} from '../../../src/experiment/transfer/transfer-report.ts';

const TASKS = [
  ['film-reviews', 'sentiment'],
  ['tweets', 'sentiment'],
  ['laptops', 'sentiment'],
  ['entails', 'inference'],
  ['answers', 'inference'],
  ['paraphrases', 'paraphrase'],
] as const;
const SEEDS = [1, 2, 3];
const RANDOM = 0.5;
const MAJORITY = 0.5;
/** The template alone, the best of the untrained: what shares of the gain are counted from. */
const NO_PROMPT = 0.52;
/** The task that has learnt nothing. */
const UNLEARNT = 4;

/** Without rhyme, the same at each call: between −1 and 1. */
export function wobble(a: number, b: number, c = 0): number {
  const product = Math.sin(a * 12.9898 + b * 78.233 + c * 37.719) * 43758.5453;
  return (product - Math.floor(product)) * 2 - 1;
}

/** Seeds at −`spread`, 0 and `spread` around `mean`, in an order that depends on `key`. */
function estimate(mean: number, spread: number, key: number): Estimate {
  const seeds = SEEDS.map((seed) => mean + spread * (((seed + Math.floor(key)) % 3) - 1));
  return { mean, interval: { low: mean - spread, high: mean + spread }, seeds };
}

function nearness(a: number, b: number): number {
  if (a === b) return 1;
  const same = TASKS[a][1] === TASKS[b][1];
  return (same ? 0.75 : 0.12) + 0.15 * wobble(a, b);
}

const ownOf = (task: number): number => (task === UNLEARNT ? 0.54 : 0.9 - 0.03 * task);

function cellOf(target: number, source: number): TransferCell | null {
  if (target === 5 && source === 2) return null;
  const own = ownOf(target);
  // One source beats a task's own prompt, one cell depends on the seed.
  const lift = target === 1 && source === 0 ? 0.1 : 0;
  const accuracy = RANDOM + (own - RANDOM) * nearness(target, source) + lift;
  const spread = target === 3 && source === 4 ? 0.12 : 0.015;
  const key = target * 10 + source;
  return {
    accuracy: estimate(accuracy, spread, key),
    own,
    relative: estimate((100 * accuracy) / own, spread * 110, key),
    recovery:
      target === UNLEARNT ? null : estimate((accuracy - NO_PROMPT) / (own - NO_PROMPT), spread * 3, key),
    difference: {
      mean: accuracy - own,
      interval: { low: accuracy - own - 0.02, high: accuracy - own + 0.02 },
    },
    rows: 400,
    leaked: target === 0 && source === 1 ? 7 : 0,
  };
}

function toTransfer(task: number): ToTransfer {
  const gain = ownOf(task) - NO_PROMPT;
  return {
    kind: task === UNLEARNT ? 'nothing' : 'something',
    floor: { name: 'noPrompt', accuracy: NO_PROMPT },
    gain: { mean: gain, interval: { low: gain - 0.05, high: gain + 0.05 } },
  };
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** On a target, accuracy with prompts of its family minus that with those of others; null without one of them. */
function withinOf(target: number): number | null {
  const [same, other] = [true, false].map((isSame) =>
    TASKS.flatMap(([, family], source) => {
      const cell = source === target ? null : cellOf(target, source);
      return cell !== null && (family === TASKS[target][1]) === isSame ? [cell.accuracy.mean] : [];
    }),
  );
  return same.length === 0 || other.length === 0 ? null : average(same) - average(other);
}

function withinTarget(): WithinTarget {
  const targets = TASKS.map((_, target) => withinOf(target));
  const mean = average(targets.filter((target) => target !== null));
  return {
    difference: estimate(mean, 0.05, 204),
    seedInterval: { low: mean - 0.03, high: mean + 0.03 },
    targets,
  };
}

function correlation(rho: number, count: number): Correlation {
  return { rho, interval: { low: rho - 0.2, high: Math.min(1, rho + 0.15) }, count };
}

function indicator(name: string, variant: string, noise: number, rho: number): IndicatorReport {
  return {
    name,
    variant,
    meaning: `What ${name} compares, in a sentence.`,
    values: TASKS.map((_, target) =>
      TASKS.map((__, source) => 0.5 * nearness(target, source) + noise * wobble(source, target, 7)),
    ),
    sameType: 0.4,
    differentType: 0.1,
    perTarget: correlation(rho, 6),
    pooled: correlation(rho - 0.1, 29),
    pooledRecovery: correlation(rho - 0.05, 24),
    partial: rho - 0.5,
  };
}

function curve(seed: number, slope: number, start: number): readonly CurvePoint[] {
  return Array.from({ length: 11 }, (_, i) => ({
    step: i * 20,
    accuracy: start + (0.88 - start) * (1 - Math.exp(-slope * i)) + 0.01 * wobble(seed, i, slope),
  }));
}

function initialisation(source: number, target: number): InitialisationReport {
  const speedUps = SEEDS.map((seed) => ({
    converged: { kind: 'reached', factor: 1.5 + 0.25 * seed } as const,
    comparable:
      seed === 3 ? ({ kind: 'not-reached' } as const) : ({ kind: 'reached', factor: 2 * seed } as const),
  }));
  const ratio = { pairs: 6, notReached: 0, range: { low: 0.5, high: 2 }, interval: { low: 0.3, high: 3.3 } };
  const nulls = { converged: ratio, comparable: { ...ratio, notReached: 2, interval: null } };
  return {
    projected: null,
    source,
    target,
    fromRandom: SEEDS.map((seed) => curve(seed, 0.3, 0.5)),
    fromSource: SEEDS.map((seed) => curve(seed, 0.6, 0.7)),
    steps: speedUps,
    flops: speedUps,
    seconds: speedUps,
    nulls: { steps: nulls, flops: nulls, seconds: nulls },
    early: null,
    testFromRandom: estimate(0.86, 0.01, 1),
    testFromSource: estimate(0.87, 0.01, 2),
    evalEvery: 20,
  };
}

function masking(target: number, relation: MaskingReport['relation']): MaskingReport {
  const falls = { own: 2.2, random: 0.4, 'other-task': 1 } as const;
  const accuracy = (mask: keyof typeof falls, share: number): number =>
    0.5 + (0.36 - 0.08 * target) * Math.exp(-falls[mask] * share * 4);
  const differences = [0.05, 0.1, 0.2, 0.4].map((share) => {
    const mean = accuracy('own', share) - accuracy('random', share);
    return { share, difference: { mean, interval: { low: mean - 0.03, high: mean + 0.03 } } };
  });
  const mean = average(differences.map(({ difference }) => difference.mean));
  return {
    task: 0,
    target,
    relation,
    rows: 200,
    points: (['own', 'random', 'other-task'] as const).flatMap((mask) =>
      [0, 0.05, 0.1, 0.2, 0.4].map((share) => ({
        share,
        mask,
        accuracy: estimate(accuracy(mask, share), 0.02, target + share),
      })),
    ),
    differences,
    overall: { mean, interval: { low: mean - 0.02, high: mean + 0.02 } },
    allOff: estimate(0.48, 0.01, target),
  };
}

function projection(collapsed: boolean): ProjectionReport {
  const near = collapsed ? 0.999 : 0.2;
  return {
    projector: collapsed ? 'two-layer' : 'linear',
    objective: collapsed ? 'task tuning' : 'distance minimising',
    toPlm: 'synthetic-large',
    parameters: 12_345,
    trainTasks: [0, 3],
    heldOutTasks: [1, 2, 4, 5],
    rows: TASKS.map((_, target) => ({
      target,
      trained: target === 0 || target === 3,
      projected: estimate(target === 0 || target === 3 ? 0.82 : 0.6, 0.02, target),
      zero: estimate(0.5, 0.01, target + 10),
      noise: estimate(0.52, 0.02, target + 20),
      shuffled: estimate(0.58, 0.02, target + 30),
      otherTask: estimate(collapsed ? 0.7 : 0.54, 0.02, target + 40),
      own: estimate(0.88, 0.01, target + 50),
      random: target === 5 ? null : estimate(0.51, 0.02, target + 60),
    })),
    cosines: TASKS.map((_, a) =>
      TASKS.map((__, b) => (a === b ? 1 : near + (collapsed ? 0 : 0.3 * wobble(a + b, a * b)))),
    ),
    collapsed,
    sourceSwapGap: estimate(collapsed ? 0.01 : 0.12, 0.02, 70),
    losses: collapsed
      ? SEEDS.map((seed) =>
          Array.from({ length: 40 }, (_, i) => 0.7 * Math.exp(-i / 12) + 0.05 * Math.abs(wobble(seed, i))),
        )
      : [],
  };
}

function arithmetic(
  tasks: readonly number[],
  target: number,
  onto: ArithmeticReport['onto'],
  scale: number,
  share: number,
): ArithmeticReport {
  const accuracy = RANDOM + share * (ownOf(target) - RANDOM);
  const gain = accuracy - 0.52;
  return {
    tasks,
    onto,
    scale,
    target,
    rows: target === 0 ? 393 : 400,
    accuracy: estimate(accuracy, 0.02, target + 300),
    random: scale === 0 ? null : estimate(0.52, 0.02, target + 310),
    difference: scale === 0 ? null : { mean: gain, interval: { low: gain - 0.05, high: gain + 0.05 } },
    own: estimate(ownOf(target), 0.01, target),
    untrained: estimate(RANDOM, 0.01, target + 100),
  };
}

/** Two tasks’ vectors on another start, scaled and added; the report has none of its own accord, as records of before. */
export const ARITHMETIC: readonly ArithmeticReport[] = [
  arithmetic([0], 0, 'other-start', 1, 0.6),
  arithmetic([0], 0, 'own-start', 0.5, 0.7),
  arithmetic([0], 0, 'own-start', 1, 1),
  arithmetic([3], 3, 'other-start', 1, 0.05),
  arithmetic([3], 3, 'own-start', 0.5, 0.3),
  arithmetic([3], 3, 'own-start', 1, 1),
  arithmetic([0, 3], 0, 'own-start', 1, 0.8),
  arithmetic([0, 3], 3, 'own-start', 1, 0.4),
];

const LAYERS = 4;
const NEURONS = 96;

export function syntheticReport(change: Partial<TransferReport> = {}): TransferReport {
  return {
    plm: 'synthetic-plm',
    start: 'shared',
    recipe: null,
    seeds: SEEDS,
    tasks: TASKS.map(([name, family], task) => ({
      name,
      family,
      classes: 2,
      majority: MAJORITY,
      testRows: 400,
      own: estimate(ownOf(task), 0.01, task),
      random: estimate(RANDOM, 0.01, task + 100),
      noPrompt: NO_PROMPT,
      toTransfer: toTransfer(task),
    })),
    cells: TASKS.map((_, target) => TASKS.map((__, source) => cellOf(target, source))),
    headline: {
      within: withinTarget(),
      pooledRecovery: correlation(0.77, 24),
      targets: { something: 5, nothing: 1, unknown: 0 },
    },
    sameType: { pairs: 8, relative: estimate(88, 3, 200), recovery: estimate(0.72, 0.06, 201) },
    differentType: { pairs: 22, relative: estimate(61, 2, 202), recovery: estimate(0.08, 0.05, 203) },
    ranking: {
      order: [2, 1, 0],
      lead: { mean: 0.37, interval: { low: 0.1, high: 0.64 }, compared: 2 },
      finding: { kind: 'stands-out', indicator: 2 },
    },
    indicators: [
      indicator('C_average', '', 0.3, 0.31),
      indicator('E_concat', 'without the start', 0.2, 0.45),
      indicator('ON', '', 0.03, 0.82),
    ],
    initialisation: [initialisation(0, 1), initialisation(3, 4)],
    neurons: TASKS.map((_, task) => ({
      task,
      layers: LAYERS,
      neurons: NEURONS,
      values: Float32Array.from(
        { length: LAYERS * NEURONS },
        (__, i) =>
          // Tasks of one family share the phase, so that their neurons overlap.
          Math.sin(i * 1.7 + TASKS[task][1].length) + 0.5 * wobble(task, i),
      ),
    })),
    overlapOverSteps: [],
    recommendations: [],
    masking: [masking(0, 'own'), masking(1, 'same-type'), masking(3, 'different-type')],
    projections: [projection(true), projection(false)],
    arithmetic: [],
    madeBy: 'a formula, for tests',
    engine: 'none',
    done: 35,
    total: 36,
    ...change,
  };
}
