/** From the cells of a sweep of readers to what it says. */
import { accuracy } from '../../../experiment/metrics.ts';
import { COST_MODES, LENGTH } from '../../../experiment/reader/cells/length.ts';
import { READER, type LayerActivity, type TrainedReader } from '../../../experiment/reader/cells/reader.ts';
import { readExperiment } from '../../../experiment/reader/read-experiment.ts';
import type { ReadRecord } from '../../../experiment/reader/read-record.ts';
import type {
  ReadDifference,
  ReadReport,
  ReportedAnswer,
  ReportedLength,
  ReportedVariant,
} from '../../../experiment/reader/read-report.ts';
import type { ReaderMode } from '../../../experiment/reader/reader-model.ts';
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';
import { cellsOf } from '../../../experiment/sweep/list-cells.ts';
import { isFailed } from '../../../experiment/sweep/sweep-record.ts';
import { meanOfKnown, overSeeds, SHARE } from '../../transfer/report/over-seeds.ts';
import { modelFor } from '../prepared-set.ts';
import { stepBytes } from './step-bytes.ts';

/** What differs is told against this one. */
const WHOLE: ReaderMode = 'gate';

/** @param asks whether single answers are listed */
export function readReport(record: ReadRecord, asks: { readonly predictions: boolean }): ReadReport {
  const { recipe, reading, cells, tasks } = record;
  const { seeds, variants, lengths } = recipe;
  const [name] = recipe.tasks;
  const truth = tasks.find((task) => task.name === name)?.truth ?? [];
  const runs = new Map(
    variants.map((variant) => [
      variant,
      seeds.map((seed) => resultOf(cells, READER, { kind: 'reader', variant, task: name, seed })),
    ]),
  );
  const runsOf = (variant: ReaderMode): readonly (TrainedReader | null)[] => runs.get(variant) ?? [];
  const testOf = (run: TrainedReader | null): number | null =>
    run === null ? null : accuracy(run.predictions, truth);
  const differences = variants
    .filter((variant) => variant !== WHOLE)
    .flatMap((variant) => differenceTo(variant, runsOf(WHOLE).map(testOf), runsOf(variant).map(testOf)));
  const engines = new Set(record.parts.map(({ engine }) => engine.engine));
  const isChoice = reading.kind === 'choice';
  const spans = runsOf(variants[0]).map((run) => run?.span ?? null);
  return {
    recipe,
    data: {
      name,
      sha256: reading.sha256,
      train: reading.train,
      dev: reading.dev,
      test: reading.test,
      skipped: reading.skipped,
    },
    chance: isChoice
      ? meanOfKnown(reading.items.map(({ candidates }) => 1 / Math.max(1, candidates.length)))
      : null,
    majority: isChoice ? majorityPlace(truth) : null,
    parameters: reading.parameters,
    seeds,
    variants: variants.map((variant) => reportedVariant(variant, record, runsOf(variant), truth)),
    difference: differences.find(({ of }) => of === differenceName('no-cross')) ?? differences.at(0) ?? null,
    differences,
    activity: meanActivity(runsOf(WHOLE).flatMap((run) => (run === null ? [] : [run.activity]))),
    cost: lengths.flatMap((length) =>
      COST_MODES.flatMap((mode): readonly ReportedLength[] => {
        const cost = resultOf(cells, LENGTH, { kind: 'length', length, mode, seed: 0 });
        if (cost === null) return [];
        const { seconds, peakBytes, fits } = cost;
        return [
          { length, mode, stepMs: seconds.step === null ? null : 1000 * seconds.step, peakBytes, fits },
        ];
      }),
    ),
    span: {
      exact: meanOfKnown(spans.map((span) => span?.exact ?? null)),
      f1: meanOfKnown(spans.map((span) => span?.f1 ?? null)),
    },
    predictions: asks.predictions
      ? variants.flatMap((variant) =>
          runsOf(variant).flatMap((run, at) =>
            run === null ? [] : answersOf(record, variant, seeds[at], run),
          ),
        )
      : [],
    // Programs are made without one: with a fallback their compilation is refused.
    cpuFallbackNodes: 0,
    engine: [...engines].join(', '),
    done: Object.values(cells).filter((result) => !isFailed(result)).length,
    total: cellsOf(readExperiment, record).length,
  };
}

/** Share of the most frequent right place; null without items. */
function majorityPlace(truth: readonly number[]): number | null {
  if (truth.length === 0) return null;
  const counts = new Map<number, number>();
  for (const place of truth) counts.set(place, (counts.get(place) ?? 0) + 1);
  return Math.max(...counts.values()) / truth.length;
}

function reportedVariant(
  variant: ReaderMode,
  { recipe, reading }: ReadRecord,
  runs: readonly (TrainedReader | null)[],
  truth: readonly number[],
): ReportedVariant {
  const each = (of: (run: TrainedReader) => number | null): readonly (number | null)[] =>
    runs.map((run) => (run === null ? null : of(run)));
  const bestOf = ({ points, bestStep }: TrainedReader) => points.find(({ step }) => step === bestStep);
  const { seeds, training, model, encoding } = recipe;
  return {
    name: variant,
    test: {
      twoHop: overSeeds(
        each(({ predictions }) => accuracy(predictions, truth)),
        SHARE,
      ),
      oneHop: overSeeds(
        each(({ oneHop }) => (oneHop.length === 0 ? null : accuracy(oneHop, truth))),
        SHARE,
      ),
    },
    dev: {
      twoHop: overSeeds(
        each((run) => bestOf(run)?.devTwoHop ?? null),
        SHARE,
      ),
      oneHop: overSeeds(
        each((run) => bestOf(run)?.devOneHop ?? null),
        SHARE,
      ),
    },
    bestStep: each(({ bestStep }) => bestStep),
    stepMs: meanOfKnown(each(({ seconds }) => (1000 * seconds.training) / training.steps)),
    memoryBytes: stepBytes(modelFor(model, encoding, reading.kind), variant, encoding, training),
    curves: seeds.flatMap((seed, at) => {
      const run = runs[at];
      return run === null ? [] : [{ seed, points: run.points }];
    }),
  };
}

const differenceName = (variant: ReaderMode): string => `${WHOLE} - ${variant}`;

function differenceTo(
  variant: ReaderMode,
  whole: readonly (number | null)[],
  other: readonly (number | null)[],
): readonly ReadDifference[] {
  const perSeed = whole.map((value, at) => {
    const against = other[at];
    return value === null || against === null ? null : value - against;
  });
  const estimate = overSeeds(perSeed);
  if (estimate === null) return [];
  return [{ of: differenceName(variant), mean: estimate.mean, interval: estimate.interval, perSeed }];
}

function meanActivity(runs: readonly (readonly LayerActivity[])[]): readonly LayerActivity[] {
  const [first] = runs;
  if (first === undefined) return [];
  const mean = (at: number, of: (layer: LayerActivity) => number): number =>
    runs.reduce((sum, layers) => sum + of(layers[at]), 0) / runs.length;
  return first.map(({ layer }, at) => ({
    layer,
    low: mean(at, ({ low }) => low),
    middle: mean(at, ({ middle }) => middle),
    high: mean(at, ({ high }) => high),
    activeTokens: mean(at, ({ activeTokens }) => activeTokens),
  }));
}

function answersOf(
  { reading }: ReadRecord,
  variant: ReaderMode,
  seed: number,
  { predictions, probabilities, oneHop }: TrainedReader,
): readonly ReportedAnswer[] {
  const each = predictions.length === 0 ? 0 : probabilities.length / predictions.length;
  return reading.items.flatMap(({ id, candidates, answer }, at) => {
    const said = (chosen: number, p: readonly number[], hop: 1 | 2): ReportedAnswer => ({
      ...{ id, variant, seed, gold: answer, p, hop },
      chosen: candidates[chosen] ?? '',
    });
    const p = Array.from(probabilities.subarray(at * each, at * each + candidates.length));
    return [said(predictions[at], p, 2), ...(oneHop.length === 0 ? [] : [said(oneHop[at], [], 1)])];
  });
}
