/** Divides rows among train, dev and test: class by class, so that every split has the classes in like parts. */
import { LabError } from '../../errors/lab-error.ts';
import { randomStream } from '../../experiment/random.ts';
import { shuffled } from '../../experiment/sampling.ts';
import { SPLIT_NAMES, type SplitName } from '../../experiment/task-types.ts';
import type { Shares } from './import-types.ts';

export const DEFAULT_SHARES: Shares = { train: 0.8, dev: 0.1, test: 0.1 };

/** Decimal fractions such as 0.7 + 0.2 + 0.1 don't add up to 1 exactly. */
const SUM_TOLERANCE = 1e-6;

/** @throws LabError `argument` */
export function checkShares(shares: Shares): void {
  const parts = SPLIT_NAMES.map((split) => shares[split]);
  const sum = parts.reduce((total, part) => total + part, 0);
  // Written so that NaN fails too.
  if (parts.every((part) => part > 0) && Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  throw new LabError({
    code: 'argument',
    message: `The shares ${parts.join(', ')} are no three parts of a whole.`,
    remedy: 'Give train, dev and test a share above 0 each, that add up to 1, such as 0.8,0.1,0.1.',
    where: 'shares',
  });
}

interface ClassedRow {
  readonly y: number;
  /** Null where the row is still to be given a split. */
  readonly split: SplitName | null;
}

/**
 * The split of each row. A split that rows already belong to gets no others; the rest is divided by the shares of
 * train and of the splits that nothing belongs to. Rows already in train count among those to divide, because
 * what a missing dev or test is made of has to come from somewhere.
 */
export function splitRows(
  rows: readonly ClassedRow[],
  classes: number,
  shares: Shares,
  seed: number,
): readonly SplitName[] {
  const missing = (['dev', 'test'] as const).filter((split) => rows.every((row) => row.split !== split));
  const whole = missing.reduce((sum, split) => sum + shares[split], shares.train);
  const result = rows.map(({ split }): SplitName => split ?? 'train');
  const pools: number[][] = Array.from({ length: classes }, () => []);
  rows.forEach(({ y }, i) => {
    if (result[i] === 'train') pools[y]?.push(i);
  });
  const owed = { dev: 0, test: 0 };
  pools.forEach((pool, y) => {
    const order = shuffled(pool.length, randomStream(seed, `import-split-${y}`));
    let used = 0;
    for (const split of missing) {
      const want = (pool.length * shares[split]) / whole;
      let part = Math.round(want);
      // Classes too small for a row of their own share one, so that many of them don't leave a split empty.
      if (part === 0) {
        owed[split] += want;
        part = Math.round(owed[split]);
        owed[split] -= part;
      }
      const count = Math.min(part, Math.max(pool.length - used - 1, 0));
      for (const place of order.subarray(used, used + count)) result[pool[place] ?? 0] = split;
      used += count;
    }
  });
  return result;
}
