/** Trains a bank of prompts, evaluates each where its recipe does, and keeps its best. */
import { crossEntropy, recentLoss } from '../../experiment/metrics.ts';
import { randomStream } from '../../experiment/random.ts';
import type { DevPoint, StepPoint } from '../../experiment/run-record.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import { learningRateAt } from '../../experiment/schedule.ts';
import { RunControl } from '../training/run-control.ts';
import { divergedAt } from '../training/trainer.ts';
import { TrainingLoop, type Trainable } from '../training/training-loop.ts';
import type { BankSession } from './bank-session.ts';
import { accuracyOf } from './baselines.ts';
import { readingOf, type PromptSession } from './prompt-session.ts';
import type { BestPrompt } from './train-run.ts';
import { plainly } from './tuned.ts';

/** Where every prompt of a bank is after `step` steps. */
export interface BankMoment {
  readonly step: number;
  /** [promptLength × width] each. */
  readonly prompts: readonly Float32Array[];
  /** Of each prompt its dev evaluation; null without one, and for a prompt that has diverged. */
  readonly dev: readonly (DevPoint | null)[];
  /** Time that steps and readings have taken so far. */
  readonly trainedMs: number;
}

/** One prompt's run in a bank. */
export interface BankResult {
  readonly points: readonly StepPoint[];
  /** Up to where it diverged, if it did. */
  readonly dev: readonly DevPoint[];
  /** The first of the steps with the highest dev accuracy, as in a run alone; null where it diverged before any. */
  readonly best: BestPrompt | null;
  /** The first step whose loss or gradient was no number; null where there was none. It harms no other prompt. */
  readonly diverged: number | null;
}

export interface BankRunOptions {
  readonly session: BankSession;
  /** A start a prompt. */
  readonly starts: readonly Float32Array[];
  /** A session a prompt, on its task, that evaluates it on its dev rows; null leaves evaluation out. */
  readonly scorers: readonly PromptSession[] | null;
  readonly control?: RunControl;
  /** @param loss of the first prompt, mean of the steps read last; undefined before any */
  readonly onStep?: (step: number, loss: number | undefined) => void;
  /** After every `evalEvery` steps and after the last. */
  readonly onMoment?: (moment: BankMoment) => void;
}

/**
 * Runs all steps, each prompt on the rows that its seed draws, in the order in which it would see them alone.
 * @returns a result a prompt, or null when stopped early
 */
export async function trainBank(options: BankRunOptions): Promise<readonly BankResult[] | null> {
  return new BankRun(options).run();
}

interface Member {
  readonly order: Generator<number, never, void>;
  readonly points: StepPoint[];
  readonly dev: DevPoint[];
  best: BestPrompt | null;
  diverged: number | null;
}

class BankRun implements Trainable {
  private readonly members: readonly Member[];
  private readonly loop: TrainingLoop;
  private evaluated = 0;

  constructor(private readonly options: BankRunOptions) {
    this.members = options.session.members.map(({ task, recipe }) => ({
      order: shuffledEpochs(task.train.length, randomStream(recipe.seed, 'order')),
      points: [],
      dev: [],
      best: null,
      diverged: null,
    }));
    this.loop = new TrainingLoop(this, options.control ?? new RunControl());
  }

  async run(): Promise<readonly BankResult[] | null> {
    const { session, starts } = this.options;
    await session.setState(await session.startState(starts));
    if (!(await this.loop.run())) return null;
    return this.members.map(({ points, dev, best, diverged }) => ({ points, dev, best, diverged }));
  }

  get steps(): number {
    return this.options.session.recipe.training.steps;
  }

  get evalEvery(): number {
    return this.options.session.recipe.training.evalEvery;
  }

  get readEvery(): number {
    return this.options.session.readEvery;
  }

  async step(step: number): Promise<void> {
    const { session, onStep } = this.options;
    const rows = session.members.map(({ task, recipe }, member) =>
      Array.from(takeRows(this.members[member].order, recipe.training.batch), (index) => task.train[index]),
    );
    const learningRates = session.members.map(({ recipe }) => learningRateAt(recipe.training, step - 1));
    await session.step(rows, { learningRates, step });
    onStep?.(step, recentLoss(this.members[0].points));
  }

  async read(first: number, last: number): Promise<void> {
    const { session } = this.options;
    const rows = await session.history(first, last);
    this.members.forEach((member, index) => {
      const { training } = session.members[index].recipe;
      member.points.push(
        ...rows.map((row) => ({
          ...readingOf(row, index),
          learningRate: learningRateAt(training, row.step - 1),
        })),
      );
      member.diverged ??= divergedAt(rows, index);
    });
  }

  isEvaluated(step: number): boolean {
    return this.evaluated === step;
  }

  async evaluate(step: number, hold: () => Promise<boolean>): Promise<void> {
    const { session, scorers, onMoment } = this.options;
    const prompts = await session.readPrompts();
    const dev: (DevPoint | null)[] = [];
    for (const [index, member] of this.members.entries()) {
      const isScored = scorers !== null && member.diverged === null;
      const point = isScored ? await devPoint(scorers[index], step, prompts[index], hold) : null;
      if (isScored && point === null) return;
      dev.push(point);
    }
    this.members.forEach((member, index) => {
      const point = dev[index];
      if (point === null) return;
      member.dev.push(point);
      if (member.best === null || point.accuracy > member.best.dev)
        member.best = { step, dev: point.accuracy, ...plainly(prompts[index]) };
    });
    this.evaluated = step;
    onMoment?.({ step, prompts, dev, trainedMs: this.loop.trainedMs });
  }

  /** A bank that is left is begun anew. */
  snapshot(): Promise<void> {
    return Promise.resolve();
  }
}

/** Null when it was left out. */
async function devPoint(
  session: PromptSession,
  step: number,
  prompt: Float32Array,
  hold: () => Promise<boolean>,
): Promise<DevPoint | null> {
  const { dev, verbalizer } = session.task;
  const work = session.scoreBatches(dev, prompt);
  let next = await work.next();
  for (; next.done !== true; next = await work.next()) if (!(await hold())) return null;
  const labels = dev.map(({ label }) => label);
  const loss = crossEntropy(next.value, labels, verbalizer.labels.length);
  return { step, loss, accuracy: accuracyOf(next.value, dev) };
}
