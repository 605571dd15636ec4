import { describe, expect, test } from 'vitest';
import { openTask } from '../../../src/cli/open-task.ts';
import { drawLabelled } from '../../../src/methods/verbalizer/draw-labelled.ts';

const task = await openTask('agnews');

describe('labelled rows', () => {
  const { train, dev } = drawLabelled(task, 5, 144);

  test('are as many of each class, to learn and to choose by, and none is both', () => {
    for (const rows of [train, dev]) {
      expect(rows).toHaveLength(20);
      expect(rows.map((row) => task.train[row].y)).toEqual(
        [0, 1, 2, 3].flatMap((label) => new Array<number>(5).fill(label)),
      );
    }
    expect(new Set([...train, ...dev]).size).toBe(40);
  });

  test('are the same for a seed, and others for another', () => {
    expect(drawLabelled(task, 5, 144)).toEqual({ train, dev });
    expect(drawLabelled(task, 5, 145).train).not.toEqual(train);
  });

  test('of fewer shots are the first of more', () => {
    const few = drawLabelled(task, 1, 144).train;
    expect(few).toEqual([0, 5, 10, 15].map((at) => train[at]));
  });

  test('are refused where a class has too few, with its name', () => {
    const short = { ...task, train: task.train.filter(({ y }, row) => y !== 2 || row < 12) };
    const rows = short.train.filter(({ y }) => y === 2).length;
    expect(() => drawLabelled(short, 20, 144)).toThrow(
      expect.objectContaining({
        code: 'task',
        where: 'shots',
        message: `The class “${task.labels[2]}” of agnews has ${String(rows)} training rows, and 40 are needed to learn and to choose by.`,
      }) as Error,
    );
  });
});
