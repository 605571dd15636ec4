/** A reader of one recipe, variant and seed on an engine: steps, and reading items with given weights. */
import type { Engine } from '../../engine/engine-types.ts';
import { argmax } from '../../experiment/metrics.ts';
import { batchRandom, encodeBatch } from '../../experiment/reader/items/encode-batch.ts';
import type { PreparedItem } from '../../experiment/reader/items/prepare-item.ts';
import type { EncodeSettings, StepSettings } from '../../experiment/reader/items/reader-batch.ts';
import { decodeSpans } from '../../experiment/reader/decode-spans.ts';
import type { ReaderMode, ReaderModel } from '../../experiment/reader/reader-model.ts';
import type { ReaderTraining } from '../../experiment/reader/read-recipe.ts';
import { averageShareAt, readerRate, stepSettings } from '../../experiment/reader/reader-schedule.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { averageName } from '../training/step-program.ts';
import { compileOn, type ProgramCache, type ReadyProgram } from '../training/program-cache.ts';
import { HISTORY_LENGTH, Trainer, type HistoryRow } from '../training/trainer.ts';
import { batchNumbers, drawnRanks, shapeOf } from './batch-numbers.ts';
import type { ReaderShape } from './model/reader-graph.ts';
import { READER_COLUMNS, readerReading, readerStep } from './model/reader-programs.ts';
import { WEIGHTS } from './model/weights.ts';
import type { PreparedSet } from './prepared-set.ts';

export interface SessionParts {
  readonly engine: Engine;
  readonly programs: ProgramCache;
  readonly set: PreparedSet;
  readonly model: ReaderModel;
  readonly encoding: EncodeSettings;
  readonly training: ReaderTraining;
  readonly bit: number;
  readonly mode: ReaderMode;
  readonly seed: number;
}

/** What a reader says of one item. */
export interface ItemAnswer {
  /** Of the candidates, in the item's order; empty for a span. */
  readonly probabilities: readonly number[];
  /** The likeliest candidate; −1 for a span. */
  readonly chosen: number;
  /** Numbers of the words of the likeliest span; empty for a choice. */
  readonly words: readonly number[];
  readonly probability: number;
}

/** What a block did with a batch, by place. */
export type Looks = Readonly<Record<string, HostTensor>>;

export interface ReadBatch {
  readonly answers: readonly ItemAnswer[];
  readonly looks: Looks;
  readonly shape: ReaderShape;
  /** [batch, passages, length]. */
  readonly mask: Float32Array;
}

/** Looks at items draw placeholders and ranks of their own, the same at every look. */
const LOOK_SEED = 0;

export class ReaderSession {
  private readonly trainer: Trainer<number>;

  constructor(readonly parts: SessionParts) {
    const { engine, set, encoding } = parts;
    this.trainer = new Trainer<number>({
      engine,
      program: (length) => this.stepOf(length),
      columns: READER_COLUMNS,
      lengths: [set.bareLength, encoding.passageLength],
    });
  }

  private shapeAt(passageLength: number): ReaderShape {
    const { training, encoding, model } = this.parts;
    const { passages, questionLength, candidates } = encoding;
    return {
      batch: training.batch,
      passages,
      passageLength,
      questionLength,
      candidates: model.head.kind === 'choice' ? candidates : 0,
    };
  }

  private stepOf(length: number): Promise<ReadyProgram> {
    const { engine, programs, set, model, mode, training } = this.parts;
    const { optimizer, clipNorm, average } = training;
    const settings = { optimizer, clipNorm, average, history: HISTORY_LENGTH };
    const shape = this.shapeAt(length);
    return programs.get(JSON.stringify(['step', model, mode, shape, settings]), () =>
      compileOn(engine, readerStep(model, mode, shape, set.words, settings)),
    );
  }

  private reading(shape: ReaderShape, looks: boolean): Promise<ReadyProgram> {
    const { engine, programs, set, model, mode } = this.parts;
    return programs.get(JSON.stringify(['read', model, mode, shape, looks]), () =>
      compileOn(engine, readerReading(model, mode, shape, set.words, looks)),
    );
  }

  get readEvery(): number {
    return this.trainer.readEvery;
  }

  /** Sets the weights, and everything else of the state to zero. */
  async begin(weights: Float32Array): Promise<void> {
    const first = this.trainer.longest;
    const average = this.parts.training.average ? { [averageName(WEIGHTS)]: weights } : {};
    await this.trainer.setState(
      first,
      await this.trainer.startState(first, { [WEIGHTS]: weights, ...average }),
    );
  }

  /** The words and questions of a step, from 1. */
  settingsAt(step: number): StepSettings {
    const { training, bit, set } = this.parts;
    const settings = stepSettings(training, bit, step, set.bareLength);
    const length = settings.trimmedLength;
    // An engine that has one program alone for all lengths fills up.
    return { ...settings, trimmedLength: length === null ? null : this.trainer.lengthFor(length) };
  }

  /** Takes step `step`, from 1. */
  async step(step: number, items: readonly PreparedItem[]): Promise<void> {
    const { encoding, seed, model, training } = this.parts;
    const batch = encodeBatch(items, encoding, this.settingsAt(step), batchRandom(seed, step));
    const { compiled } = await this.stepOf(batch.passageLength);
    await this.trainer.step(
      batch.passageLength,
      {
        batch: batchNumbers(batch, model),
        inputs: drawnRanks(compiled, batchRandom(seed, -step)),
      },
      {
        step,
        learningRate: readerRate(training, step),
        ...(training.average ? { averageShare: averageShareAt(step) } : {}),
      },
    );
  }

  history(first: number, last: number): Promise<readonly HistoryRow[]> {
    return this.trainer.history(first, last);
  }

  /** What is read with: the weights, or their average where one is kept. */
  async weights(): Promise<Float32Array> {
    const name = this.parts.training.average ? averageName(WEIGHTS) : WEIGHTS;
    const { [name]: tensor } = await this.trainer.readState([name]);
    return Float32Array.from(tensor.data);
  }

  /** Reads items, a batch at a time. @param looks whether to see what the gates did */
  async *read(
    items: readonly PreparedItem[],
    weights: Float32Array,
    settings: StepSettings,
    looks = false,
  ): AsyncGenerator<ReadBatch, void, void> {
    const { encoding, training, model } = this.parts;
    for (let at = 0; at < items.length; at += training.batch) {
      const own = items.slice(at, at + training.batch);
      // The last batch is filled up with its first item.
      const filled = [...own, ...new Array<PreparedItem>(training.batch - own.length).fill(own[0])];
      const batch = encodeBatch(filled, encoding, settings, batchRandom(LOOK_SEED, at));
      const shape = shapeOf(batch, model);
      const { program, compiled } = await this.reading(shape, looks);
      const results = await program.run(
        {
          ...compiled.feeds(batchNumbers(batch, model)),
          ...drawnRanks(compiled, batchRandom(LOOK_SEED, -1 - at)),
          [WEIGHTS]: { type: 'float32', dims: [weights.length], data: weights },
        },
        compiled.spec.outputs.map(({ name }) => name),
      );
      yield {
        answers: own.map((_, item) => this.answerOf(results, item, batch.ids, shape)),
        looks: results,
        shape,
        mask: batch.mask,
      };
    }
  }

  private answerOf(results: Looks, item: number, ids: Int32Array, shape: ReaderShape): ItemAnswer {
    const { head } = this.parts.model;
    if (head.kind === 'choice') {
      const probabilities = Array.from(
        results.probabilities.data.subarray(item * shape.candidates, (item + 1) * shape.candidates),
      );
      const chosen = argmax(probabilities, 0, probabilities.length);
      return { probabilities, chosen, words: [], probability: probabilities[chosen] };
    }
    const tokens = shape.passages * shape.passageLength;
    const part = (values: ArrayLike<number>, each: number): Float64Array =>
      Float64Array.from({ length: each }, (_, at) => Math.exp(values[item * each + at]));
    const best = decodeSpans(
      {
        starts: part(results.starts.data, tokens),
        ends: part(results.ends.data, tokens * head.longest),
        longest: head.longest,
      },
      (from, to) => Array.from(ids.subarray(item * tokens + from, item * tokens + to + 1)),
      (text) => text.join(' '),
    );
    return { probabilities: [], chosen: -1, words: best.text, probability: best.probability };
  }
}
