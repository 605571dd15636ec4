/** Trains a reader: looks at dev, two-hop and one-hop questions apart, and keeps the weights of the best look. */
import { recentLoss } from '../../experiment/metrics.ts';
import type { ReaderPoint } from '../../experiment/reader/cells/reader.ts';
import type { PreparedItem } from '../../experiment/reader/items/prepare-item.ts';
import { WHOLE_TEXT, type StepSettings } from '../../experiment/reader/items/reader-batch.ts';
import { startWeights } from '../../experiment/reader/start-weights.ts';
import { randomStream } from '../../experiment/random.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import type { RunControl } from '../training/run-control.ts';
import { diverged } from '../training/diverged.ts';
import { divergedAt } from '../training/trainer.ts';
import { TrainingLoop, type Trainable } from '../training/training-loop.ts';
import { rightOf } from './right-answers.ts';
import type { ReaderSession } from './reader-session.ts';

export interface ReaderRunOptions {
  readonly session: ReaderSession;
  readonly control: RunControl;
  /** Dev items that are looked at. */
  readonly dev: readonly PreparedItem[];
  readonly onStep?: (step: number, loss: number | undefined) => void;
  readonly onPoint?: (point: ReaderPoint) => void;
}

export interface BestReader {
  readonly step: number;
  readonly twoHop: number;
  readonly weights: Float32Array;
}

export interface ReaderOutcome {
  readonly best: BestReader;
  readonly points: readonly ReaderPoint[];
  /** Time of the steps alone. */
  readonly trainedMs: number;
}

/** Steps whose mean is a point's loss. */
const RECENT = 20;

export class ReaderRun implements Trainable {
  private readonly loop: TrainingLoop;
  private readonly order: Generator<number, never, void>;
  private readonly points: ReaderPoint[] = [];
  private readonly losses: { readonly loss: number }[] = [];
  private readonly gateSums: number[] = [];
  private best: BestReader | null = null;

  constructor(private readonly options: ReaderRunOptions) {
    const { session, control } = options;
    const { set, seed } = session.parts;
    this.order = shuffledEpochs(set.train.length, randomStream(seed, 'order'));
    this.loop = new TrainingLoop(this, control);
  }

  get steps(): number {
    return this.options.session.parts.training.steps;
  }

  get evalEvery(): number {
    return this.options.session.parts.training.evalEvery;
  }

  get readEvery(): number {
    return this.options.session.readEvery;
  }

  /** @returns null when stopped. @throws LabError `diverged` with the step; what engines throw */
  async run(): Promise<ReaderOutcome | null> {
    const { session } = this.options;
    await session.begin(startWeights(session.parts.model, session.parts.seed));
    const isDone = await this.loop.run();
    if (!isDone || this.best === null) return null;
    return { best: this.best, points: this.points, trainedMs: this.loop.trainedMs };
  }

  async step(step: number): Promise<void> {
    const { session } = this.options;
    const { set, training } = session.parts;
    const items = Array.from(takeRows(this.order, training.batch), (row) => set.train[row]);
    await session.step(step, items);
  }

  /** @throws LabError `diverged` with the step */
  async read(first: number, last: number): Promise<void> {
    const rows = await this.options.session.history(first, last);
    const bad = divergedAt(rows);
    if (bad !== null) throw diverged(bad);
    for (const { columns } of rows) {
      this.losses.push({ loss: columns.crossEntropy[0] });
      this.gateSums.push(columns.gateSum[0]);
    }
    this.options.onStep?.(last, recentLoss(this.losses));
  }

  isEvaluated(step: number): boolean {
    return this.points.at(-1)?.step === step;
  }

  async evaluate(step: number, hold: () => Promise<boolean>): Promise<void> {
    const { session, onPoint } = this.options;
    const { bit } = session.parts;
    const weights = await session.weights();
    const whole = { ...WHOLE_TEXT, bit };
    const trained = session.settingsAt(step);
    const twoHop = await this.accuracy(weights, whole, hold);
    if (twoHop === null) return;
    const oneHop = this.hasOneHop() ? await this.accuracy(weights, { ...whole, oneHop: 1 }, hold) : null;
    const isWhole = trained.wordsKept === 1 && trained.oneHop === 0;
    const asTrained = isWhole ? twoHop : await this.accuracy(weights, trained, hold);
    if (asTrained === null) return;
    const recent = this.gateSums.slice(-RECENT);
    const point: ReaderPoint = {
      step,
      wordsKept: trained.wordsKept,
      loss: recentLoss(this.losses) ?? NaN,
      gateL1: recent.reduce((sum, one) => sum + one, 0) / recent.length,
      devOneHop: oneHop,
      devTwoHop: twoHop,
      devAsTrained: asTrained,
    };
    this.points.push(point);
    // Of equal looks the later one: it has seen more.
    if (this.best === null || twoHop >= this.best.twoHop) this.best = { step, twoHop, weights };
    onPoint?.(point);
  }

  private hasOneHop(): boolean {
    return this.options.dev.every(({ oneHop }) => oneHop !== null);
  }

  /** Null when it is to stop. */
  private async accuracy(
    weights: Float32Array,
    settings: StepSettings,
    hold: () => Promise<boolean>,
  ): Promise<number | null> {
    const { session, dev } = this.options;
    let [right, seen] = [0, 0];
    for await (const { answers } of session.read(dev, weights, settings)) {
      if (!(await hold())) return null;
      answers.forEach((answer, at) => (right += rightOf(dev[seen + at], answer)));
      seen += answers.length;
    }
    return right / seen;
  }

  snapshot(): Promise<void> {
    return Promise.resolve();
  }
}
