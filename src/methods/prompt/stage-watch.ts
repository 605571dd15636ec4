/** What a run tells its stage: some dev rows, chosen before the first step, and what becomes of them. */
import { softmax } from '../../experiment/metrics.ts';
import {
  toNeuronBytes,
  type PromptedSentence,
  type StageFrame,
  type StageOpening,
  type StageSentence,
} from '../../experiment/stage-trace.ts';
import type { Task, TaskRow } from '../../experiment/task-types.ts';
import type { EncodedRow } from './encoded-task.ts';
import type { ProbedRows, PromptSession } from './prompt-session.ts';
import { tokenLengths } from './nearest-words.ts';
import type { Tuned } from './tuned.ts';

/** Steps between two frames. */
const FRAME_STEPS = 5;
const SENTENCES = 3;
/** Rows among which the sentences are chosen; as many as other probes take, so that they share a program. */
const CANDIDATES = 16;
/** Characters that can be read at a glance. */
const SHORT = 90;
/** The strongest neurons without a prompt set the scale; a prompt may drive some beyond it. */
const HEADROOM = 1.5;

/** Class probabilities of row `row` of what was probed. */
export const probabilitiesOf = ({ classes, scores }: ProbedRows, row: number): number[] =>
  Array.from(softmax(scores.subarray(row * classes, (row + 1) * classes)));

/** The neurons of row `row`, [layers × neurons]. */
export function neuronsOf({ layers, neurons, rows, values }: ProbedRows, row: number): Float32Array {
  const own = new Float32Array(layers * neurons);
  for (let layer = 0; layer < layers; layer++) {
    const from = (layer * rows + row) * neurons;
    own.set(values.subarray(from, from + neurons), layer * neurons);
  }
  return own;
}

/** End of the scale of the neurons' bytes, from what fires without a prompt. */
export function neuronLimit(plain: Float32Array): number {
  return HEADROOM * plain.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
}

export class StageWatch {
  private chosen: { readonly rows: readonly EncodedRow[]; readonly opening: StageOpening } | null = null;

  constructor(
    private readonly session: PromptSession,
    private readonly task: Task,
  ) {}

  /** Whether the stage changes after `step`, from 1; then the step's gradient is needed. */
  wants(step: number): boolean {
    const { evalEvery, steps } = this.session.recipe.training;
    return step === 1 || step % FRAME_STEPS === 0 || step % evalEvery === 0 || step === steps;
  }

  /** The sentences with the template alone. Made once. */
  async open(): Promise<StageOpening> {
    this.chosen ??= await this.choose();
    return this.chosen.opening;
  }

  /** @param gradient of the step just taken, [promptLength × width], and `tuned` as it left it */
  async frame(step: number, tuned: Tuned, gradient: Float32Array): Promise<StageFrame> {
    this.chosen ??= await this.choose();
    const { rows, opening } = this.chosen;
    const probed = await this.session.probe(rows, tuned);
    return {
      step,
      gradients: tokenLengths(gradient, this.session.plm.width),
      sentences: rows.map((_, row): PromptedSentence => ({
        after: probabilitiesOf(probed, row),
        neurons: toNeuronBytes(neuronsOf(probed, row), opening.limit),
      })),
    };
  }

  private async choose(): Promise<{ rows: readonly EncodedRow[]; opening: StageOpening }> {
    const indices = candidates(this.task.dev);
    const rows = indices.map((index) => this.session.task.dev[index]);
    const probed = await this.session.probe(rows, null);
    const before = rows.map((_, row) => probabilitiesOf(probed, row));
    const picks = chooseSentences(
      before,
      rows.map(({ label }) => label),
    );
    const limit = neuronLimit(probed.values);
    const sentences = picks.map((row): StageSentence => {
      const { a, b, y } = this.task.dev[indices[row]];
      return {
        a,
        ...(b === undefined ? {} : { b }),
        label: y,
        before: before[row],
        plain: toNeuronBytes(neuronsOf(probed, row), limit),
      };
    });
    const { layers, neurons } = probed;
    return { rows: picks.map((row) => rows[row]), opening: { layers, neurons, limit, sentences } };
  }
}

/** Indices of the first dev rows that can be read at a glance; the first ones where there are too few. */
function candidates(dev: readonly TaskRow[]): readonly number[] {
  const lengths = dev.map(({ a, b = '' }) => a.length + b.length);
  const all = dev.map((_, index) => index);
  const short = all.filter((index) => lengths[index] <= SHORT).slice(0, CANDIDATES);
  return short.length >= SENTENCES ? short : all.slice(0, CANDIDATES);
}

/**
 * Which rows a stage shows: those first that the PLM gets wrong without a prompt, for a prompt's work shows on them, and one
 * of each class before a second of any.
 * @param before class probabilities of each row with the template alone
 */
export function chooseSentences(
  before: readonly (readonly number[])[],
  labels: readonly number[],
): readonly number[] {
  const isWrong = (row: number): boolean => Math.max(...before[row]) > before[row][labels[row]];
  const all = labels.map((_, row) => row);
  const ordered = [...all.filter(isWrong), ...all.filter((row) => !isWrong(row))];
  const firstOfClass = ordered.filter(
    (row, at) => ordered.findIndex((other) => labels[other] === labels[row]) === at,
  );
  return [...new Set([...firstOfClass, ...ordered])].slice(0, SENTENCES);
}
