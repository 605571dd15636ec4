/** At most so many rows of a split, drawn by a seed: every evaluation reads all of dev, and a prompt needs thousands to learn. */
import { LabError } from '../../errors/lab-error.ts';
import { randomStream } from '../../experiment/random.ts';
import { shuffled } from '../../experiment/sampling.ts';
import { SPLIT_NAMES, type SplitName } from '../../experiment/task-types.ts';

/** Most rows of a split; all of one that is left out. */
export type MostRows = Readonly<Partial<Record<SplitName, number>>>;

/** @throws LabError `argument` */
export function checkMost(most: MostRows): void {
  for (const split of SPLIT_NAMES) {
    const rows = most[split];
    if (rows === undefined || (Number.isSafeInteger(rows) && rows >= 1)) continue;
    throw new LabError({
      code: 'argument',
      message: `At most ${rows} rows of ${split} is no number of rows.`,
      remedy: 'Give a whole number from 1 on, or nothing for all rows.',
      where: 'most',
    });
  }
}

/** At most `most` of `rows`, in their order; classes keep their parts, and each a row as long as there is room. */
export function fewerRows<T extends { readonly y: number }>(
  rows: readonly T[],
  classes: number,
  most: number | undefined,
  seed: number,
  split: SplitName,
): readonly T[] {
  if (most === undefined || rows.length <= most) return rows;
  const counts = Array.from({ length: classes }, () => 0);
  for (const { y } of rows) counts[y] = (counts[y] ?? 0) + 1;
  const left = quotas(counts, most);
  const taken = new Set<number>();
  for (const index of shuffled(rows.length, randomStream(seed, `import-fewer-${split}`))) {
    const y = rows[index]?.y ?? 0;
    const open = left[y] ?? 0;
    if (open === 0) continue;
    left[y] = open - 1;
    taken.add(index);
  }
  return rows.filter((_, index) => taken.has(index));
}

/** `most` divided among the classes by their counts: the largest remainders get what rounding leaves, absent classes first. */
function quotas(counts: readonly number[], most: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => (most * count) / total);
  const whole = shares.map(Math.floor);
  let spare = most - whole.reduce((sum, share) => sum + share, 0);
  const rest = (y: number): number => (shares[y] ?? 0) - (whole[y] ?? 0);
  const order = counts
    .map((_, y) => y)
    .filter((y) => (counts[y] ?? 0) > 0)
    .sort((x, y) => Number(whole[x] !== 0) - Number(whole[y] !== 0) || rest(y) - rest(x));
  for (const y of order) {
    if (spare === 0) break;
    whole[y] = (whole[y] ?? 0) + 1;
    spare -= 1;
  }
  return whole;
}
