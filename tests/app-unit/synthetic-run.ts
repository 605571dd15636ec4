/** A made-up run for tests of the page: the form of a real one, none of its claims. The same at every call. */
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import { findTask } from '../../src/data/task-catalogue.ts';
import { promptArtefacts } from '../../src/experiment/artefacts.ts';
import { applyDifference, type RecipeDifference } from '../../src/experiment/recipe-difference.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import type { StageTrace } from '../../src/experiment/stage-trace.ts';
import type {
  ActivationFrame,
  DevPoint,
  ExamplePrediction,
  PromptTokenReport,
  RunRecord,
  StepPoint,
} from '../../src/experiment/run-record.ts';

/** Numbers from 0 to 1 that look random and never change (Lehmer's generator). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

export function syntheticRecipe(change: RecipeDifference = {}): Recipe {
  const task = findTask('sst2');
  if (task === null) throw new Error('The catalogue lacks sst2');
  return applyDifference(defaultRecipe(task, 'lab-small'), change);
}

export function syntheticPoints(steps: number, seed = 7): readonly StepPoint[] {
  const next = stream(seed);
  return Array.from({ length: steps }, (_, i) => {
    const share = i / 600;
    const loss = 0.28 + 0.5 * Math.exp(-6 * share) + (next() - 0.5) * 0.3;
    return {
      step: i + 1,
      loss,
      accuracy: Math.round(Math.min(1, Math.max(0, 1.08 - loss * 0.75 + (next() - 0.5) * 0.2)) * 16) / 16,
      gradientNorm: 0.4 + next(),
      learningRate: 0.03 * (1 - share),
    };
  });
}

export function syntheticFrame(step: number, layers = 6, neurons = 768): ActivationFrame {
  const next = stream(11);
  const size = layers * neurons;
  const plain = Float32Array.from({ length: size }, () => {
    const value = next() * next() * next();
    return next() < 0.7 ? -0.17 * next() : 3 * value;
  });
  const shift = stream(31);
  const prompted = plain.map((value) => (shift() < 0.25 ? value + (shift() - 0.4) * (step / 600) : value));
  return { step, layers, neurons, scale: 2, prompted, plain };
}

const WORDS = ['awful', '##ly', 'great', 'film', 'no', 'very', 'it', 'superb', 'tedious', 'was'];

export function syntheticTokens(count = 20): readonly PromptTokenReport[] {
  const next = stream(5);
  return Array.from({ length: count }, (_, position) => ({
    position,
    gradientNorm: next() ** 2,
    norm: 1 + next(),
    nearest: [0, 1, 2, 3, 4].map((i) => ({
      token: WORDS[(position * 3 + i) % WORDS.length],
      id: 100 + i,
      cosine: 0.8 - i * 0.11,
    })),
  }));
}

export const SYNTHETIC_EXAMPLES: readonly ExamplePrediction[] = [
  { a: 'one long string of cliches .', label: 0, before: [0.42, 0.58], after: [0.93, 0.07] },
  { a: 'a warm , funny and quietly moving film .', label: 1, before: [0.35, 0.65], after: [0.04, 0.96] },
  {
    a: 'it never quite finds its feet , but you will not be bored .',
    label: 1,
    before: [0.44, 0.56],
    after: [0.71, 0.29],
  },
  { a: 'the jokes are older than the actors .', label: 0, before: [0.55, 0.45], after: [0.88, 0.12] },
];

const STAGE = { layers: 4, neurons: 96 } as const;

export function syntheticStage(steps: number, tokens: number): StageTrace {
  const next = stream(9);
  const bytes = (): Int8Array =>
    Int8Array.from({ length: STAGE.layers * STAGE.neurons }, () => Math.round(120 * (next() - 0.5)));
  const sentences = SYNTHETIC_EXAMPLES.slice(0, 3).map(({ a, label, before }) => ({
    a,
    label,
    before,
    plain: bytes(),
  }));
  const frames = [1, 100, 300, 600]
    .filter((step) => step <= steps)
    .map((step) => ({
      step,
      gradients: Array.from({ length: tokens }, () => next() ** 2),
      sentences: SYNTHETIC_EXAMPLES.slice(0, 3).map(({ before, after }) => ({
        after: before.map((share, i) => share + ((after[i] - share) * step) / steps),
        neurons: bytes(),
      })),
    }));
  return { ...STAGE, limit: 1.5, sentences, frames };
}

export function syntheticRecord(steps = 600, change: RecipeDifference = {}): RunRecord {
  const recipe = syntheticRecipe(change);
  const points = syntheticPoints(steps);
  const dev: readonly DevPoint[] = Array.from({ length: Math.floor(steps / 100) + 1 }, (_, i) => ({
    step: i * 100,
    loss: 0.36 + 0.4 * Math.exp(-i) + Math.max(0, i - 4) * 0.02,
    accuracy: [0.61, 0.74, 0.8, 0.832, 0.846, 0.842, 0.838][i] ?? 0.84,
  }));
  const finished = steps >= recipe.training.steps;
  return {
    version: 3,
    hashes: null,
    recipe,
    labels: ['negative', 'positive'],
    startedAt: '2026-01-02T03:04:05.000Z',
    engine: {
      engine: 'webgpu',
      device: 'synthetic device',
      why: 'fastest that passed its self-test',
      threads: 1,
      parity: 2e-6,
      graphCapture: 'on',
      versions: { lab: '0.1.0' },
      diagnostics: { note: 'synthetic' },
    },
    points,
    dev,
    baselines: [
      { name: 'majority', dev: 0.509, test: 0.501 },
      { name: 'noPrompt', dev: 0.612, test: 0.604 },
      { name: 'randomPrompt', dev: 0.548, test: 0.541 },
    ],
    activations: [0, 100, 300, 600].filter((step) => step <= steps).map((step) => syntheticFrame(step)),
    promptTokens: { step: steps, tokens: syntheticTokens(recipe.promptLength) },
    examples: { step: steps, rows: SYNTHETIC_EXAMPLES },
    stage: syntheticStage(steps, recipe.promptLength),
    artefacts: finished
      ? promptArtefacts({ length: 2, width: 3, values: Float32Array.from([1, 2, 3, 4, 5, 6]) })
      : {},
    result: finished
      ? { bestStep: 400, dev: 0.846, test: 0.839, seconds: 42.3, stepMs: 61.2, compileMs: 2900 }
      : null,
    madeBy: 'synthetic data of a test',
  };
}
