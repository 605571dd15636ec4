/** Collects a run's events into the record that the page shows. */
import type { Recipe } from '../experiment/recipe-types.ts';
import { EMPTY_FOLD, foldRunEvent, type RunFold } from '../experiment/run-fold.ts';
import type { EngineReport, RunRecord } from '../experiment/run-record.ts';
import { keptTrace } from '../experiment/stage-trace.ts';
import type { TrainEvent } from '../experiment/train-events.ts';

export class RunRecorder {
  private readonly points: RunRecord['points'][number][] = [];
  private run: RunFold;

  constructor(
    private readonly recipe: Recipe,
    labels: readonly string[],
    private readonly engine: EngineReport,
    private readonly madeBy: string,
    private readonly startedAt = new Date().toISOString(),
  ) {
    this.run = { ...EMPTY_FOLD, labels };
  }

  readonly take = (event: TrainEvent): void => {
    if (event.kind === 'steps') this.points.push(...event.points);
    this.run = { ...this.run, ...foldRunEvent(this.run, event) };
  };

  /** @param frames most neuron frames to keep: the first, the last and evenly spaced ones between */
  record(frames: number): RunRecord {
    const { labels, hashes, dev, baselines, activations, promptTokens, examples, stage, artefacts, result } =
      this.run;
    const last = activations.length - 1;
    const kept = activations.filter(
      (_, index) =>
        index === last || (frames > 1 && index % Math.max(1, Math.ceil(last / (frames - 1))) === 0),
    );
    return {
      version: 3,
      hashes,
      recipe: this.recipe,
      labels,
      startedAt: this.startedAt,
      engine: this.engine,
      points: this.points,
      dev,
      baselines,
      activations: kept,
      promptTokens,
      examples,
      stage:
        stage &&
        keptTrace(
          stage,
          dev.map(({ step }) => step),
        ),
      artefacts,
      result,
      madeBy: this.madeBy,
    };
  }
}
