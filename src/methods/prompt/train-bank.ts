/** Trains a bank of prompts, and stops at every step at which their recipes evaluate. */
import type { StepPoint } from '../../experiment/run-record.ts';
import { randomStream } from '../../experiment/random.ts';
import { shuffledEpochs, takeRows } from '../../experiment/sampling.ts';
import { learningRateAt } from '../../experiment/schedule.ts';
import type { BankSession } from './bank-session.ts';
import { HISTORY_LENGTH } from './prompt-session.ts';

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
 */
export async function* trainBank(
  session: BankSession,
  starts: readonly Float32Array[],
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
