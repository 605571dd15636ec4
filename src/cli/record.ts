/** Collects a run's events into the record that the page shows. */
import type { Recipe } from '../experiment/recipe-types.ts';
import type { ActivationFrame, EngineReport, RunRecord, RunResult } from '../experiment/run-record.ts';
import type { TrainEvent } from '../experiment/train-events.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export class RunRecorder {
  private readonly points: RunRecord['points'][number][] = [];
  private readonly dev: RunRecord['dev'][number][] = [];
  private readonly activations: ActivationFrame[] = [];
  private readonly latest: Partial<
    Writable<Pick<RunRecord, 'promptTokens' | 'examples' | 'artefacts' | 'baselines' | 'hashes'>>
  > & {
    result?: RunResult;
  } = {};

  constructor(
    private readonly recipe: Recipe,
    private readonly labels: readonly string[],
    private readonly engine: EngineReport,
    private readonly madeBy: string,
    private readonly startedAt = new Date().toISOString(),
  ) {}

  readonly take = (event: TrainEvent): void => {
    switch (event.kind) {
      case 'steps':
        this.points.push(...event.points);
        break;
      case 'dev':
        this.dev.push(event.point);
        break;
      case 'hashes':
        this.latest.hashes = event.hashes;
        break;
      case 'baselines':
        this.latest.baselines = event.baselines;
        break;
      case 'activations':
        this.activations.push(event.frame);
        break;
      case 'prompt-tokens':
        this.latest.promptTokens = { step: event.step, tokens: event.tokens };
        break;
      case 'examples':
        this.latest.examples = { step: event.step, rows: event.rows };
        break;
      case 'finished':
        this.latest.result = event.result;
        this.latest.artefacts = event.artefacts;
        break;
      default:
    }
  };

  /** @param frames most neuron frames to keep: the first, the last and evenly spaced ones between */
  record(frames: number): RunRecord {
    const last = this.activations.length - 1;
    const kept = this.activations.filter(
      (_, index) =>
        index === last || (frames > 1 && index % Math.max(1, Math.ceil(last / (frames - 1))) === 0),
    );
    const { latest } = this;
    return {
      version: 3,
      hashes: latest.hashes ?? null,
      recipe: this.recipe,
      labels: this.labels,
      startedAt: this.startedAt,
      engine: this.engine,
      points: this.points,
      dev: this.dev,
      baselines: latest.baselines ?? [],
      activations: kept,
      promptTokens: latest.promptTokens ?? null,
      examples: latest.examples ?? null,
      artefacts: latest.artefacts ?? {},
      result: latest.result ?? null,
      madeBy: this.madeBy,
    };
  }
}
