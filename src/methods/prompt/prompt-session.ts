/**
 * One PLM, one task and one engine, ready to compute: programs are compiled on first use for each text length and kept,
 * and all of them read the same weights.
 */
import type { Engine } from '../../engine/engine-types.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { StepPoint } from '../../experiment/run-record.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import type { GraphPass } from '../../plm/partial-plm.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import type { BatchNumbers, CompiledProgram } from '../training/compiled-program.ts';
import { compileOn, ProgramCache, type ReadyProgram } from '../training/program-cache.ts';
import { GRADIENT_NORM } from '../training/step-program.ts';
import {
  HISTORY_LENGTH,
  Trainer,
  type HistoryRow,
  type StepNumbers,
  type TrainState,
} from '../training/trainer.ts';
import { weightedClassWords } from './class-words.ts';
import { batchNumbers, tokensOf, type EncodedRow, type EncodedTask } from './encoded-task.ts';
import {
  evaluateProgram,
  neuronMaskName,
  probeProgram,
  PROMPT_COLUMNS,
  trainProgram,
  wholePlm,
  WORD_WEIGHTS,
  type TaskShape,
} from './programs.ts';
import type { Tuned } from './tuned.ts';

/** Rows of one evaluation run. */
const EVALUATION_BATCH = 32;

/** Feed-forward neurons at the read position, mean over rows: `values` is [layers × neurons]. */
export interface NeuronMeans {
  readonly layers: number;
  readonly neurons: number;
  readonly values: Float32Array;
}

/** Rows as a probe saw them: class scores [rows × classes], neurons at the read position [layers × rows × neurons]. */
export interface ProbedRows {
  readonly rows: number;
  readonly classes: number;
  readonly layers: number;
  readonly neurons: number;
  readonly scores: Float32Array;
  readonly values: Float32Array;
}

/** The PLM that a prompt is trained and scored with: the whole one, or a part of it. Programs are kept by its key. */
export interface PlmVersion {
  readonly key: string;
  readonly pass: GraphPass;
}

export const WHOLE: PlmVersion = { key: '', pass: wholePlm };

const named = (name: string, { key }: PlmVersion): string => (key === '' ? name : `${name} of ${key}:`);

/** What making a training program ready took, before a step that counts runs it. */
export interface Preparation {
  readonly compileMs: number;
  readonly warmUpMs: number;
  /** Of moving the training's state to it. */
  readonly switchMs: number;
}

/** A soft prompt, alone or with the label words' weights; null for the template alone. */
type InFront = Float32Array | Tuned | null;

const tuned = (inFront: InFront): { readonly [part in keyof Tuned]: Tuned[part] | null } =>
  inFront === null || inFront instanceof Float32Array ? { prompt: inFront, wordWeights: null } : inFront;

/** What each neuron is multiplied by, [size] a feed-forward block in the order of computation. */
export type NeuronMasks = readonly Float32Array[];

const maskInputs = (masks: NeuronMasks | null): Record<string, HostTensor> =>
  Object.fromEntries(
    (masks ?? []).map((data, index) => [
      neuronMaskName(index),
      { type: 'float32', dims: [data.length], data } as const,
    ]),
  );

/** A step of a run as the device remembers it. */
export type StepReading = Omit<StepPoint, 'learningRate'>;

export class PromptSession {
  compileMs = 0;
  /** Time in which the PLM scored rows, compiling left out. */
  forwardMs = 0;
  /** What the next step trains with. */
  version: PlmVersion = WHOLE;
  private readonly trainer: Trainer<{ readonly length: number; readonly version: PlmVersion }>;

  constructor(
    readonly plm: Plm,
    readonly tokenizer: LabTokenizer,
    readonly task: EncodedTask,
    readonly recipe: Recipe,
    readonly engine: Engine,
    private readonly onCompile: (name: string) => void = () => undefined,
    private readonly programs: ProgramCache = new ProgramCache(),
  ) {
    this.trainer = new Trainer({
      engine,
      program: ({ length, version }) => this.trainingProgram(length, version),
      columns: PROMPT_COLUMNS,
      lengths: task.buckets,
    });
  }

  /** Floating-point operations of all steps so far. */
  get trainedFlops(): number {
    return this.trainer.flops;
  }

  /** Steps between two readings. */
  get readEvery(): number {
    return this.trainer.readEvery;
  }

  private get shapeOfTask(): TaskShape {
    const { tokenIds, labels } = this.task.verbalizer;
    return { words: tokenIds.length, classes: labels.length };
  }

  private shape(batch: number, length: number, promptLength: number): BatchShape {
    return { batch, length, promptLength, decoderLength: 1, fillerId: this.plm.fillerId };
  }

  private program(name: string, make: () => CompiledProgram): Promise<ReadyProgram> {
    const { words, classes } = this.shapeOfTask;
    return this.programs.get(`${name} ${String(words)}/${String(classes)}`, () => this.compile(make));
  }

  private async compile(make: () => CompiledProgram): Promise<ReadyProgram> {
    const started = performance.now();
    const compiled = make();
    this.onCompile(compiled.spec.name);
    const ready = await compileOn(this.engine, compiled);
    this.compileMs += performance.now() - started;
    return ready;
  }

  private trainingProgram(length: number, version: PlmVersion): Promise<ReadyProgram> {
    const { promptLength, training } = this.recipe;
    const { batch, optimizer, clipNorm } = training;
    const settings = { optimizer, clipNorm, history: HISTORY_LENGTH };
    const weighted = this.recipe.wordWeights !== undefined;
    const kind = weighted ? 'train with word weights' : 'train';
    const key = `${kind} ${String(batch)} ${String(promptLength)}+${String(length)} ${JSON.stringify(settings)}`;
    return this.program(named(key, version), () =>
      trainProgram(
        this.plm,
        this.shape(batch, length, promptLength),
        { ...this.shapeOfTask, weighted },
        settings,
        version.pass,
      ),
    );
  }

  /** The text length of the program that takes `rows`. */
  lengthOf(rows: readonly EncodedRow[]): number {
    return this.trainer.lengthFor(tokensOf(rows));
  }

  /** @param wordWeights of the label words' tokens; null where all of a class count alike */
  private numbers(
    rows: readonly EncodedRow[],
    batch: number,
    length: number,
    wordWeights: Float32Array | null = null,
  ): BatchNumbers {
    const { verbalizer } = this.task;
    const numbers = batchNumbers(this.plm, this.tokenizer, verbalizer, rows, batch, length);
    return wordWeights === null
      ? numbers
      : { ...numbers, class_words: weightedClassWords(verbalizer, wordWeights) };
  }

  /** State at step 0: the given prompt, everything else zero. */
  startState(prompt: Float32Array): Promise<TrainState> {
    return this.trainer.startState(this.shapeOf(this.trainer.longest), { prompt });
  }

  setState(state: TrainState): Promise<void> {
    return this.trainer.setState(this.shapeOf(this.trainer.longest), state);
  }

  private shapeOf(length: number): { readonly length: number; readonly version: PlmVersion } {
    return { length, version: this.version };
  }

  /**
   * Makes the program of a step on `rows` ready and moves the state to it, so that the step itself takes what a step takes.
   * A program that is new is run once on zeros.
   */
  async prepare(rows: readonly EncodedRow[]): Promise<Preparation> {
    const length = this.lengthOf(rows);
    const shape = this.shapeOf(length);
    const [compiledBefore, started] = [this.compileMs, performance.now()];
    await this.trainingProgram(length, this.version);
    const ready = performance.now();
    if (this.compileMs > compiledBefore)
      await this.trainer.warmUp(shape, { batch: this.numbers(rows, this.recipe.training.batch, length) });
    const warm = performance.now();
    if (this.trainer.hasState) await this.trainer.moveTo(shape);
    return {
      compileMs: ready - started,
      warmUpMs: warm - ready,
      switchMs: performance.now() - warm,
    };
  }

  readState(): Promise<TrainState> {
    return this.trainer.readState();
  }

  async readPrompt(): Promise<Float32Array> {
    return (await this.readTuned()).prompt;
  }

  /** What is trained, as it stands. */
  async readTuned(): Promise<Tuned> {
    const weighted = this.recipe.wordWeights !== undefined;
    const read = await this.trainer.readState(weighted ? ['prompt', WORD_WEIGHTS] : ['prompt']);
    return {
      prompt: Float32Array.from(read['prompt'].data),
      wordWeights: weighted ? Float32Array.from(read[WORD_WEIGHTS].data) : null,
    };
  }

  /** One optimiser step on `rows`. With `gradient`, its value is read back: [promptLength × width]. */
  async step(rows: readonly EncodedRow[], at: StepNumbers, gradient = false): Promise<Float32Array | null> {
    const length = this.lengthOf(rows);
    const batch = this.numbers(rows, this.recipe.training.batch, length);
    const results = await this.trainer.step(
      this.shapeOf(length),
      { batch },
      at,
      gradient ? ['gradient'] : [],
    );
    return gradient ? Float32Array.from(results.gradient.data) : null;
  }

  /** Loss, batch accuracy and gradient norm of steps `first` to `last` (from 1), at most as many as are remembered. */
  async history(first: number, last: number): Promise<readonly StepReading[]> {
    return (await this.trainer.history(first, last)).map((row) => readingOf(row));
  }

  /** Class scores of rows, [rows × classes]; null gives the template alone. */
  async scores(
    rows: readonly EncodedRow[],
    inFront: InFront,
    masks: NeuronMasks | null = null,
  ): Promise<Float32Array> {
    const work = this.scoreBatches(rows, inFront, masks);
    for (;;) {
      const { done, value } = await work.next();
      if (done === true) return value;
    }
  }

  /**
   * As `scores`, a batch at a time: yields the number of rows done, so that other work can come in between.
   * Rows are run in order of length, so that little is padded; the result is in the given order.
   * @param version the PLM that scores: the whole one, whatever the session trains with, unless another is given
   */
  async *scoreBatches(
    rows: readonly EncodedRow[],
    inFront: InFront,
    masks: NeuronMasks | null = null,
    version: PlmVersion = WHOLE,
  ): AsyncGenerator<number, Float32Array, void> {
    const { prompt, wordWeights } = tuned(inFront);
    const { classes } = this.shapeOfTask;
    const order = rows
      .map((_, index) => index)
      .sort((x, y) => rows[x].example.ids.length - rows[y].example.ids.length || x - y);
    const scores = new Float32Array(rows.length * classes);
    for (let start = 0; start < rows.length; start += EVALUATION_BATCH) {
      const chosen = order.slice(start, start + EVALUATION_BATCH);
      const batchRows = chosen.map((index) => rows[index]);
      const length = this.lengthOf(batchRows);
      const ready = await this.evaluator(length, prompt, masks !== null, version);
      const inputs = {
        ...ready.compiled.feeds(this.numbers(batchRows, EVALUATION_BATCH, length, wordWeights)),
        ...this.promptInput(prompt),
        ...maskInputs(masks),
      };
      const started = performance.now();
      const results = await ready.program.run(inputs, ['scores']);
      this.forwardMs += performance.now() - started;
      chosen.forEach((row, index) => {
        scores.set(results.scores.data.subarray(index * classes, (index + 1) * classes), row * classes);
      });
      yield Math.min(rows.length, start + EVALUATION_BATCH);
    }
    return scores;
  }

  private evaluator(
    length: number,
    prompt: Float32Array | null,
    masked: boolean,
    version: PlmVersion,
  ): Promise<ReadyProgram> {
    const promptLength = prompt === null ? 0 : this.recipe.promptLength;
    const name = `evaluate${masked ? ' masked' : ''} ${String(promptLength)}+${String(length)}`;
    const shape = this.shape(EVALUATION_BATCH, length, promptLength);
    return this.program(named(name, version), () =>
      evaluateProgram(this.plm, shape, this.shapeOfTask, masked, version.pass),
    );
  }

  private promptInput(prompt: Float32Array | null): Record<string, HostTensor> {
    if (prompt === null) return {};
    return { prompt: { type: 'float32', dims: [this.recipe.promptLength, this.plm.width], data: prompt } };
  }

  /** Class scores and feed-forward neurons of each of `rows`; null gives the template alone. */
  async probe(rows: readonly EncodedRow[], inFront: InFront): Promise<ProbedRows> {
    const { prompt, wordWeights } = tuned(inFront);
    const length = this.lengthOf(rows);
    const promptLength = prompt === null ? 0 : this.recipe.promptLength;
    const name = `probe ${String(rows.length)} ${String(promptLength)}+${String(length)}`;
    const ready = await this.program(name, () =>
      probeProgram(this.plm, this.shape(rows.length, length, promptLength), this.shapeOfTask),
    );
    const { scores, neurons } = await ready.program.run(
      {
        ...ready.compiled.feeds(this.numbers(rows, rows.length, length, wordWeights)),
        ...this.promptInput(prompt),
      },
      ['scores', 'neurons'],
    );
    const [layers, , size] = neurons.dims;
    return {
      rows: rows.length,
      classes: this.shapeOfTask.classes,
      layers,
      neurons: size,
      scores: Float32Array.from(scores.data),
      values: Float32Array.from(neurons.data),
    };
  }

  /** Feed-forward neurons at the read position, mean over `rows`: [layers × neurons]. */
  async neurons(rows: readonly EncodedRow[], prompt: Float32Array | null): Promise<NeuronMeans> {
    const { layers, neurons: size, values: all } = await this.probe(rows, prompt);
    const values = new Float32Array(layers * size);
    for (let at = 0; at < all.length; at++) {
      const layer = Math.floor(at / (rows.length * size));
      values[layer * size + (at % size)] += all[at] / rows.length;
    }
    return { layers, neurons: size, values };
  }

  /**
   * Releases the programs of a part of the PLM that nothing trains or scores with any more: what the programs of all stages
   * hold would be a multiple of what the whole PLM's do.
   */
  async releaseVersion(version: PlmVersion): Promise<void> {
    if (version.key !== '') await this.programs.release((key) => key.includes(` of ${version.key}: `));
  }

  release(): Promise<void> {
    return this.programs.release();
  }
}

/** A row of the device's history as a step of a run. @param member which of several prompts */
export function readingOf({ step, columns }: HistoryRow, member = 0): StepReading {
  return {
    step,
    loss: columns.loss[member],
    accuracy: columns.accuracy[member],
    gradientNorm: columns[GRADIENT_NORM][member],
  };
}
