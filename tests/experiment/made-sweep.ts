/** Sweeps and records made by hand: three tasks of two types, eight test rows each. Only tests import it. */
import type { SweepPart, SweptTask } from '../../src/experiment/sweep/sweep-record.ts';
import type { InitialisedCell } from '../../src/experiment/transfer/cells/initialise.ts';
import type { NeuronCell } from '../../src/experiment/transfer/cells/neurons.ts';
import type { TrainedCell } from '../../src/experiment/transfer/cells/train.ts';
import type { ScoredCell } from '../../src/experiment/transfer/cells/transfer.ts';
import type { TransferRecord } from '../../src/experiment/transfer/transfer-record.ts';
import { type CellResult, type SweepCell, cellId } from './transfer-cells.ts';
import { defaultSweep } from '../../src/experiment/transfer/default-sweep.ts';
import type { TransferSweep } from '../../src/experiment/transfer/sweep-recipe.ts';

export const TASKS = ['joy', 'mood', 'topic'] as const;

export const FAMILIES: Readonly<Record<string, string>> = {
  joy: 'sentiment',
  mood: 'sentiment',
  topic: 'topic',
};

export const familyOf = (task: string): string => FAMILIES[task] ?? '';

const LENGTH = 2;
const WIDTH = 3;

export function madeSweep(change: Partial<TransferSweep> = {}): TransferSweep {
  const sweep = defaultSweep('plm-a', TASKS);
  return {
    ...sweep,
    seeds: [1, 2],
    training: { ...sweep.training, promptLength: LENGTH, steps: 20, evalEvery: 10 },
    randomPrompts: 1,
    ...change,
  };
}

/** A sweep that asks for everything. */
export function wholeSweep(change: Partial<TransferSweep> = {}): TransferSweep {
  return madeSweep({
    starts: ['shared', 'own'],
    randomPrompts: 2,
    initialisation: [
      { source: 'joy', target: 'mood' },
      { source: 'mood', target: 'joy' },
    ],
    masking: {
      tasks: ['joy', 'topic'],
      shares: [0, 0.5],
      ranking: 'signed',
      budget: 'all-layers',
      randomMasks: 2,
      rows: 4,
    },
    recommendation: { examples: 2, steps: 2, probeSteps: 1 },
    projections: [
      {
        toPlm: 'plm-b',
        projector: 'per-token',
        objective: 'task',
        hidden: 4,
        trainTasks: ['joy', 'mood'],
        heldOutTasks: ['topic'],
        steps: 2,
        learningRate: 0.01,
        initialise: ['topic'],
      },
    ],
    arithmetic: { tasks: ['joy', 'topic'], scales: [0, 0.5, 1.5], sums: [['joy', 'topic']] },
    ...change,
  });
}

export const TRUTH = [0, 1, 0, 1, 0, 1, 0, 1];

export function madeTask(name: string, change: Partial<SweptTask> = {}): SweptTask {
  return {
    name,
    family: familyOf(name),
    labels: ['no', 'yes'],
    truth: TRUTH,
    leaked: {},
    sha256: `rows of ${name}`,
    ...change,
  };
}

export function madePart(startedAt: string, madeBy = 'a test'): SweepPart {
  return {
    madeBy,
    startedAt,
    engine: {
      engine: 'cpu',
      device: 'x86',
      why: 'chosen',
      threads: 1,
      parity: null,
      graphCapture: 'off',
      versions: {},
      diagnostics: {},
    },
  };
}

export function madeRecord(
  recipe: TransferSweep,
  cells: TransferRecord['cells'] = {},
  change: Partial<TransferRecord> = {},
): TransferRecord {
  return {
    version: 1,
    kind: 'sweep',
    recipe,
    tasks: recipe.tasks.map((name) => madeTask(name)),
    plms: [{ name: recipe.plm, width: WIDTH, sha256: 'a table' }],
    initialPrompts: {},
    parts: [madePart('2026-01-01T00:00:00.000Z')],
    cells,
    ...change,
  };
}

/** Classes of which the first `right` of the task's rows are true. */
export function predictions(right: number, truth: readonly number[] = TRUTH): readonly number[] {
  return truth.map((label, row) => (row < right ? label : 1 - label));
}

export const scored = (right: number, truth?: readonly number[]): ScoredCell => ({
  kind: 'scored',
  predictions: predictions(right, truth),
  seconds: [1, 0.5],
});

export function trained(values: readonly number[], accuracies: readonly number[] = [0.5, 0.75]): TrainedCell {
  return {
    kind: 'trained',
    length: LENGTH,
    width: WIDTH,
    prompt: Float32Array.from(values),
    bestStep: 20,
    dev: Math.max(...accuracies),
    curve: accuracies.map((accuracy, index) => ({
      step: 10 * (index + 1),
      loss: 1 / (index + 1),
      accuracy,
      flops: 1000 * (index + 1),
    })),
    seconds: accuracies.map((_, index) => 2 * (index + 1)),
    activated: [],
  };
}

export function initialised(
  accuracies: readonly number[],
  right: number,
  values: readonly number[] = [1, 2, 3, 4, 5, 6],
): InitialisedCell {
  const { length, width, prompt, bestStep, dev, curve, seconds } = trained(values, accuracies);
  return {
    kind: 'initialised',
    length,
    width,
    prompt,
    bestStep,
    dev,
    curve,
    seconds,
    predictions: predictions(right),
  };
}

export const neurons = (values: readonly number[]): NeuronCell => ({
  kind: 'neurons',
  layers: 3,
  neurons: values.length / 3,
  alone: Float32Array.from(values),
  onRows: Float32Array.from(values),
});

export const failed = (message = 'broken'): CellResult => ({
  kind: 'failed',
  error: { code: 'task', message, remedy: 'Mend it.' },
});

/** Entries of a record's cells. */
export const cellsFrom = (
  entries: readonly (readonly [SweepCell, CellResult])[],
): Readonly<Record<string, CellResult>> =>
  Object.fromEntries(entries.map(([cell, result]) => [cellId(cell), result]));

export const scoreOf = (source: string, target: string, seed: number, plm = 'plm-a'): SweepCell => ({
  kind: 'transfer',
  source: { kind: 'task', task: source, start: 'shared' },
  target,
  seed,
  plm,
});

export const randomOf = (target: string, seed: number, draw = 0, plm = 'plm-a'): SweepCell => ({
  kind: 'transfer',
  source: { kind: 'random', draw },
  target,
  seed,
  plm,
});

export const trainOf = (task: string, seed: number): SweepCell => ({
  kind: 'train',
  task,
  start: 'shared',
  seed,
  plm: 'plm-a',
});
