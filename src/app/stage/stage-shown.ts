/** What the stage shows now: a sentence, as it stood at the step that is looked at. */
import {
  frameAt,
  type PromptedSentence,
  type StageFrame,
  type StageSentence,
  type StageTrace,
} from '../../experiment/stage-trace.ts';
import type { RunState } from '../run/run-state.ts';
import type { OwnReading, StageState } from './stage-store.ts';

export interface StageShown {
  readonly layers: number;
  readonly neurons: number;
  readonly limit: number;
  readonly sentence: StageSentence;
  /** Null before the first step. */
  readonly prompted: PromptedSentence | null;
  /** Of which step `prompted` is. */
  readonly step: number | null;
  /** What is shown is of an earlier text than the one typed. */
  readonly isStale: boolean;
}

/** The step that the stage is to show: the handle's, or the last. */
export function stageStep(run: RunState, { step }: Pick<StageState, 'step'>): number {
  return step ?? Math.max(run.series.lastStep, run.stage?.frames.at(-1)?.step ?? 0);
}

export function stageShown(run: RunState, stage: StageState): StageShown | null {
  const step = stageStep(run, stage);
  if (stage.typed !== null && stage.own !== null) return ownShown(stage.own, stage, step);
  return run.stage === null ? null : sampleShown(run.stage, stage, step);
}

function ownShown({ text, opening, readings }: OwnReading, { typed }: StageState, step: number): StageShown {
  const reading = readings.findLast((one) => one.step <= step) ?? readings.at(0);
  return {
    ...opening,
    sentence: opening.sentences[0],
    prompted: reading?.prompted ?? null,
    step: reading?.step ?? null,
    isStale: text.a !== typed?.a || text.b !== typed.b,
  };
}

function sampleShown(trace: StageTrace, stage: StageState, step: number): StageShown | null {
  const index = Math.min(stage.sample, trace.sentences.length - 1);
  if (index < 0) return null;
  const frame = frameAt(trace, step);
  return {
    ...trace,
    sentence: trace.sentences[index],
    prompted: frame?.sentences[index] ?? null,
    step: frame?.step ?? null,
    isStale: stage.typed !== null,
  };
}

/** Gradients of the soft tokens at the step that is looked at. */
export function shownFrame(run: RunState, stage: Pick<StageState, 'step'>): StageFrame | null {
  return run.stage === null ? null : frameAt(run.stage, stageStep(run, stage));
}

/** Largest gradient of a soft token in the whole trace, after the first step: the fixed end of the colour scale. */
export function largestOf(trace: StageTrace | null): number {
  const later = trace?.frames.slice(trace.frames.length > 1 ? 1 : 0) ?? [];
  return later.reduce((most, { gradients }) => Math.max(most, ...gradients), 0);
}
