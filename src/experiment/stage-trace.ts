/**
 * What the stage of a run shows beside its curves: a few sentences, what the PLM makes of each of them with and without the
 * soft prompt, and how each soft token is pulled, by step. Neurons are kept as signed bytes on a root scale, so that a
 * recorded run stays small and weak neurons can still be told from silent ones.
 */

/** A sentence with the template alone; it stays the same throughout a run. */
export interface StageSentence {
  readonly a: string;
  readonly b?: string;
  /** Index of the true class, or null for a text that the user typed. */
  readonly label: number | null;
  /** Class probabilities. */
  readonly before: readonly number[];
  /** Feed-forward neurons at the read position, [layers × neurons], as `toNeuronBytes` gives them. */
  readonly plain: Int8Array;
}

/** The same sentence with the soft prompt in front. */
export interface PromptedSentence {
  readonly after: readonly number[];
  readonly neurons: Int8Array;
}

/** How all sentences stand after one step. */
export interface StageFrame {
  readonly step: number;
  /** Euclidean norm of the loss's gradient with respect to each soft token. */
  readonly gradients: readonly number[];
  /** In the order of the trace's sentences. */
  readonly sentences: readonly PromptedSentence[];
}

export interface StageOpening {
  readonly layers: number;
  readonly neurons: number;
  /** What the outermost byte, 127, stands for; stronger neurons are held there. */
  readonly limit: number;
  readonly sentences: readonly StageSentence[];
}

export interface StageTrace extends StageOpening {
  /** In the order of their steps. */
  readonly frames: readonly StageFrame[];
}

/** A text of one's own, and the second one where the task has two. */
export interface OwnText {
  readonly a: string;
  readonly b: string | null;
}

export interface SentenceReading {
  /** A stage of this one sentence. */
  readonly opening: StageOpening;
  readonly prompted: PromptedSentence;
}

const MOST = 127;

/** `values` as signed bytes: ±127 · √(|value| / limit). */
export function toNeuronBytes(values: Float32Array, limit: number): Int8Array {
  return Int8Array.from(
    values,
    (value) => Math.sign(value) * Math.round(MOST * Math.sqrt(Math.min(1, Math.abs(value) / limit))),
  );
}

/** The value that a byte of `toNeuronBytes` stands for. */
export function neuronValue(byte: number, limit: number): number {
  return Math.sign(byte) * limit * (byte / MOST) ** 2;
}

/** What the prompt changes of each neuron, `prompted` − `plain`, on the same scale. */
export function neuronChange(prompted: Int8Array, plain: Int8Array, limit: number): Int8Array {
  return toNeuronBytes(
    Float32Array.from(prompted, (byte, i) => neuronValue(byte, limit) - neuronValue(plain[i], limit)),
    limit,
  );
}

/** The opening of a stage, with the frames that `trace` already has of the same sentences: a run that goes on tells it again. */
export function openedStage(trace: StageTrace | null, opening: StageOpening): StageTrace {
  const same =
    trace !== null &&
    trace.sentences.length === opening.sentences.length &&
    trace.sentences.every(({ a, b }, i) => a === opening.sentences[i].a && b === opening.sentences[i].b);
  return { ...opening, frames: same ? trace.frames : [] };
}

const likeliest = (shares: readonly number[]): number => shares.indexOf(Math.max(...shares));

/** The sentence of a run that ended on which its prompt shows most: one that it turned to right, else the first. */
export function tellingSentence({ sentences, frames }: StageTrace): number {
  const last = frames.at(-1);
  const turned = sentences.findIndex(
    ({ before, label }, i) =>
      likeliest(before) !== label && last !== undefined && likeliest(last.sentences[i].after) === label,
  );
  return Math.max(0, turned);
}

/** A live run keeps at most so many frames; every second one goes when there are more, the ends stay. */
const MOST_FRAMES = 120;

export function withFrame(trace: StageTrace, frame: StageFrame): StageTrace {
  const frames = [...trace.frames.filter(({ step }) => step < frame.step), frame];
  if (frames.length <= MOST_FRAMES) return { ...trace, frames };
  return { ...trace, frames: frames.filter((_, i) => i % 2 === 0 || i === frames.length - 1) };
}

/** A record keeps at most about so many. */
const MOST_KEPT = 16;

/** The trace as a record keeps it: its ends, and the frames of the steps that dev rows were looked at. */
export function keptTrace(trace: StageTrace, devSteps: readonly number[]): StageTrace {
  const stride = Math.max(1, Math.ceil(devSteps.length / MOST_KEPT));
  const wanted = new Set(devSteps.filter((_, i) => (devSteps.length - 1 - i) % stride === 0));
  const last = trace.frames.length - 1;
  return {
    ...trace,
    frames: trace.frames.filter(({ step }, i) => i === 0 || i === last || wanted.has(step)),
  };
}

/** The frame that stood at `step`; before the first one, the first. Null for a trace without frames. */
export function frameAt(trace: StageTrace, step: number): StageFrame | null {
  return trace.frames.findLast((frame) => frame.step <= step) ?? trace.frames.at(0) ?? null;
}
