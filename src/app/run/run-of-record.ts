/** A run record as the run shown, and back. */
import type { RunRecord } from '../../experiment/run-record.ts';
import { keptTrace } from '../../experiment/stage-trace.ts';
import { RunSeries } from '../../views/curves/run-series.ts';
import {
  bestOf,
  EMPTY_RUN,
  largestGradient,
  type RunOrigin,
  type RunState,
  type SplitRows,
} from './run-state.ts';

export function runOfRecord(
  record: RunRecord,
  shown: {
    readonly id: string;
    readonly origin: RunOrigin;
    readonly seconds: number;
    readonly rows: SplitRows | null;
    readonly checkpointStep: number | null;
  },
): RunState {
  const { recipe, labels, startedAt, madeBy, engine, dev, baselines, activations } = record;
  return {
    ...EMPTY_RUN,
    id: shown.id,
    origin: shown.origin,
    status: record.result !== null ? 'finished' : shown.checkpointStep !== null ? 'paused' : 'stopped',
    recipe,
    labels,
    rows: shown.rows,
    startedAt,
    madeBy,
    engine,
    series: RunSeries.of(record.points, shown.seconds),
    dev,
    bestStep: record.result?.bestStep ?? bestOf(dev)?.step ?? null,
    baselines,
    activations,
    promptTokens: record.promptTokens,
    tokenLimit: largestGradient(record.promptTokens?.tokens ?? []),
    examples: record.examples,
    stage: record.stage,
    artefacts: record.artefacts,
    result: record.result,
    hashes: record.hashes,
    checkpointStep: shown.checkpointStep,
  };
}

/** The run as a record, or null while there is nothing to keep: no recipe or no engine yet. */
export function recordOfRun(state: RunState): RunRecord | null {
  const { recipe, engine } = state;
  if (recipe === null || engine === null) return null;
  return {
    version: 3,
    hashes: state.hashes,
    recipe,
    labels: state.labels,
    startedAt: state.startedAt,
    engine,
    points: state.series.points,
    dev: state.dev,
    baselines: state.baselines,
    activations: state.activations,
    promptTokens: state.promptTokens,
    examples: state.examples,
    stage:
      state.stage &&
      keptTrace(
        state.stage,
        state.dev.map(({ step }) => step),
      ),
    artefacts: state.artefacts,
    result: state.result,
    madeBy: state.madeBy,
  };
}
