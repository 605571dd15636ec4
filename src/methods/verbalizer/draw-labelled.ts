/** Labelled rows of a few-shot run, drawn by our own seeded sampler (specs: KPT, section 0.8). */
import { LabError } from '../../errors/lab-error.ts';
import { randomStream } from '../../experiment/random.ts';
import { shuffled } from '../../experiment/sampling.ts';
import type { Task } from '../../experiment/task-types.ts';

export interface LabelledRows {
  /** Training rows, class after class. */
  readonly train: readonly number[];
  /** As many further ones, to choose by. */
  readonly dev: readonly number[];
}

/** @throws LabError `task` where a class has too few rows */
export function drawLabelled(task: Task, shots: number, seed: number): LabelledRows {
  const order = Array.from(shuffled(task.train.length, randomStream(seed, 'labelled rows')));
  const byClass = task.labels.map((label, c) => {
    const own = order.filter((row) => task.train[row].y === c);
    if (own.length >= 2 * shots) return own;
    throw new LabError({
      code: 'task',
      message: `The class “${label}” of ${task.name} has ${String(own.length)} training rows, and ${String(2 * shots)} are needed to learn and to choose by.`,
      remedy: 'Choose fewer labelled rows a class.',
      where: 'shots',
    });
  });
  return {
    train: byClass.flatMap((own) => own.slice(0, shots)),
    dev: byClass.flatMap((own) => own.slice(shots, 2 * shots)),
  };
}
