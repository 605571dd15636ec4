import { expect, test } from 'vitest';
import { RunQueue } from '../../src/engine/run-queue.ts';

test('one at a time, in order, and a failure does not hold up the next', async () => {
  const queue = new RunQueue();
  const log: string[] = [];
  const task = (name: string, ms: number) => async () => {
    log.push(`${name} starts`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    log.push(`${name} ends`);
    if (name === 'b') throw new Error('b failed');
    return name;
  };
  const results = await Promise.allSettled([
    queue.add(task('a', 10)),
    queue.add(task('b', 1)),
    queue.add(task('c', 1)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
});
