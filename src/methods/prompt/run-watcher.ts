/** What a page shows of a run beside its curves: neurons, soft tokens, examples. */
import type { Task } from '../../experiment/task-types.ts';
import { softmax } from '../../experiment/metrics.ts';
import type { TrainEvent } from '../../experiment/train-events.ts';
import { describePrompt, wordSpace, type WordSpace } from './nearest-words.ts';
import type { NeuronMeans, PromptSession } from './prompt-session.ts';
import { StageWatch } from './stage-watch.ts';
import type { Tuned } from './tuned.ts';

/** Rows whose neurons are averaged, and rows shown as examples. */
const PROBE_ROWS = 16;
const EXAMPLE_ROWS = 12;

/** Frames of neurons between two dev evaluations. */
const FRAMES_PER_EVALUATION = 4;

export class RunWatcher {
  private plainNeurons: NeuronMeans | null = null;
  private plainExamples: Float32Array | null = null;
  private space: WordSpace | null = null;
  private readonly stage: StageWatch;
  private isOpen = false;

  constructor(
    private readonly session: PromptSession,
    private readonly task: Task,
    private readonly emit: (event: TrainEvent) => void,
  ) {
    this.stage = new StageWatch(session, task);
  }

  /** Whether the gradient of this step (from 1) is to be read back. */
  wantsGradient(step: number): boolean {
    return this.stage.wants(step);
  }

  /** After a step: the stage, the words near the soft tokens, and a frame of neurons now and then. */
  async afterStep(step: number, gradient: Float32Array | null): Promise<void> {
    const { evalEvery, steps } = this.session.recipe.training;
    const frames = Math.max(1, Math.floor(evalEvery / FRAMES_PER_EVALUATION));
    if (gradient !== null) {
      await this.showStage(step, gradient);
      // A look through the whole vocabulary takes longer than a step.
      if (step === 1 || step === steps || step % evalEvery === 0) await this.showTokens(step, gradient);
    }
    if (step % frames === 0) await this.showNeurons(step);
  }

  private async showStage(step: number, gradient: Float32Array): Promise<void> {
    if (!this.isOpen) this.emit({ kind: 'stage-opened', opening: await this.stage.open() });
    this.isOpen = true;
    const frame = await this.stage.frame(step, await this.session.readTuned(), gradient);
    this.emit({ kind: 'stage', frame });
  }

  private async showTokens(step: number, gradient: Float32Array): Promise<void> {
    const { plm, tokenizer } = this.session;
    this.space ??= wordSpace(plm.wordTable, plm.width);
    const tokens = describePrompt(this.space, tokenizer, await this.session.readPrompt(), gradient);
    this.emit({ kind: 'prompt-tokens', step, tokens });
  }

  private async showNeurons(step: number): Promise<void> {
    const { session } = this;
    const rows = session.task.dev.slice(0, PROBE_ROWS);
    const { layers, neurons, values } = await session.neurons(rows, await session.readPrompt());
    this.plainNeurons ??= await session.neurons(rows, null);
    const plain = this.plainNeurons.values;
    // One scale for the whole run, so that frames can be compared: the 99.5th percentile without the prompt.
    const frame = { step, layers, neurons, scale: quantile(plain, 0.995), prompted: values, plain };
    this.emit({ kind: 'activations', frame });
  }

  /** Class probabilities of some dev rows with the template alone and with what was trained. */
  async showExamples(step: number, tuned: Tuned): Promise<void> {
    const { session, task } = this;
    const classes = session.task.verbalizer.labels.length;
    const rows = session.task.dev.slice(0, EXAMPLE_ROWS);
    this.plainExamples ??= await session.scores(rows, null);
    const [before, after] = [this.plainExamples, await session.scores(rows, tuned)];
    const probabilities = (scores: Float32Array, row: number): number[] =>
      Array.from(softmax(scores.subarray(row * classes, (row + 1) * classes)));
    const examples = task.dev.slice(0, EXAMPLE_ROWS).map(({ a, b, y }, row) => ({
      a,
      ...(b === undefined ? {} : { b }),
      label: y,
      before: probabilities(before, row),
      after: probabilities(after, row),
    }));
    this.emit({ kind: 'examples', step, rows: examples });
  }
}

/** The value below which that share of the sizes lies. */
function quantile(values: Float32Array, share: number): number {
  const sizes = Float32Array.from(values, Math.abs).sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))] || 1;
}
