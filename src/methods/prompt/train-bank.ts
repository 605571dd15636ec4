/** Trains a bank of prompts, evaluates each where its recipe does, and keeps its best. */
import { crossEntropy } from '../../experiment/metrics.ts';
import { randomStream } from '../../experiment/random.ts';
import type { DevPoint, StepPoint } from '../../experiment/run-record.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import { learningRateAt } from '../../experiment/schedule.ts';
import type { BankSession } from './bank-session.ts';
import { accuracyOf } from './baselines.ts';
import { HISTORY_LENGTH, type PromptSession } from './prompt-session.ts';
import type { BestPrompt } from './train-run.ts';

/** Where every prompt of a bank is after `step` steps. */
export interface BankMoment {
  readonly step: number;
  /** [promptLength × width] each. */
  readonly prompts: readonly Float32Array[];
  /** Of each prompt the steps since the last moment. */
  readonly points: readonly (readonly StepPoint[])[];
  /** Of each prompt the first step whose loss or gradient was no number; null where there was none. It harms no other. */
  readonly diverged: readonly (number | null)[];
}

/**
 * Runs all steps, each prompt on the rows that its seed draws, in the order in which it would see them alone. Hands out a
 * moment after every `evalEvery` steps and after the last; dev evaluation is left to the caller, who may stop there.
 * @param starts a start a prompt
 * @param afterStep is awaited after each step; false ends the bank there
 */
export async function* trainBank(
  session: BankSession,
  starts: readonly Float32Array[],
  afterStep: (step: number) => Promise<boolean> = () => Promise.resolve(true),
): AsyncGenerator<BankMoment, void, void> {
  const { members, recipe } = session;
  await session.setState(await session.startState(starts));
  const orders = members.map(({ task, recipe: own }) =>
    shuffledEpochs(task.train.length, randomStream(own.seed, 'order')),
  );
  const diverged = members.map((): number | null => null);
  let points = members.map((): StepPoint[] => []);
  let unread = 1;
  for (let step = 1; step <= recipe.steps; step += 1) {
    const rows = members.map(({ task }, member) =>
      Array.from(takeRows(orders[member], recipe.batch), (index) => task.train[index]),
    );
    const learningRates = members.map(({ recipe: own }) => learningRateAt(own, step - 1));
    await session.step(rows, { learningRates, step });
    if (!(await afterStep(step))) return;
    const pausesHere = step % recipe.evalEvery === 0 || step === recipe.steps;
    // The device overwrites what it remembers after so many steps.
    if (!pausesHere && step - unread + 1 < HISTORY_LENGTH) continue;
    (await session.history(unread, step)).forEach((read, member) => {
      points[member].push(
        ...read.map((point) => ({
          ...point,
          learningRate: learningRateAt(members[member].recipe, point.step - 1),
        })),
      );
      const bad = read.find(
        ({ loss, gradientNorm }) => !Number.isFinite(loss) || !Number.isFinite(gradientNorm),
      );
      diverged[member] ??= bad?.step ?? null;
    });
    unread = step + 1;
    if (!pausesHere) continue;
    yield { step, prompts: await session.readPrompts(), points, diverged: [...diverged] };
    points = members.map((): StepPoint[] => []);
  }
}

/** One prompt's run in a bank. */
export interface BankResult {
  readonly points: readonly StepPoint[];
  /** Up to where it diverged, if it did. */
  readonly dev: readonly DevPoint[];
  /** The first of the steps with the highest dev accuracy, as in a run alone; null where it diverged before any. */
  readonly best: BestPrompt | null;
  readonly diverged: number | null;
}

async function devPoint(session: PromptSession, step: number, prompt: Float32Array): Promise<DevPoint> {
  const { dev, verbalizer } = session.task;
  const scores = await session.scores(dev, prompt);
  const labels = dev.map(({ label }) => label);
  const loss = crossEntropy(scores, labels, verbalizer.labels.length);
  return { step, loss, accuracy: accuracyOf(scores, dev) };
}

/**
 * Trains a bank to the end and evaluates every prompt on its own dev rows.
 * @param scorers a session a prompt, on its task; sessions of one task may be the same
 * @param afterStep as of `trainBank`
 * @param onMoment is awaited after the evaluations of each moment; false stops the bank there
 */
export async function bestOfBank(
  session: BankSession,
  starts: readonly Float32Array[],
  scorers: readonly PromptSession[],
  onMoment: (moment: BankMoment, dev: readonly (DevPoint | null)[]) => Promise<boolean> = () =>
    Promise.resolve(true),
  afterStep?: (step: number) => Promise<boolean>,
): Promise<readonly BankResult[]> {
  let results = session.members.map((): BankResult => ({ points: [], dev: [], best: null, diverged: null }));
  for await (const moment of trainBank(session, starts, afterStep)) {
    const now: (DevPoint | null)[] = [];
    for (const [member, scorer] of scorers.entries()) {
      const lost = moment.diverged[member] !== null;
      now.push(lost ? null : await devPoint(scorer, moment.step, moment.prompts[member]));
    }
    results = results.map((before, member): BankResult => {
      const point = now[member];
      const better = point !== null && (before.best === null || point.accuracy > before.best.dev);
      return {
        points: [...before.points, ...moment.points[member]],
        dev: point === null ? before.dev : [...before.dev, point],
        best: better
          ? { step: moment.step, dev: point.accuracy, prompt: moment.prompts[member] }
          : before.best,
        diverged: moment.diverged[member],
      };
    });
    if (!(await onMoment(moment, now))) break;
  }
  return results;
}
