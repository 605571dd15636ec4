/** Spearman's rank correlation: with ties, and given a second explanation. */
import { LabError } from '../../errors/lab-error.ts';

/** Ranks from 1; equal values share the mean of their ranks. */
export function averageRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranks = values.map(() => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** Pearson's correlation; null where one side does not vary. */
function pearson(x: readonly number[], y: readonly number[]): number | null {
  const [meanX, meanY] = [x, y].map((values) => values.reduce((a, b) => a + b, 0) / values.length);
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    const [dx, dy] = [value - meanX, y[i] - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx === 0 || yy === 0 ? null : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

function checkPairs(x: readonly number[], ...others: readonly (readonly number[])[]): void {
  const every = [x, ...others];
  if (x.length >= 2 && every.every((values) => values.length === x.length && values.every(Number.isFinite)))
    return;
  throw new LabError({
    code: 'argument',
    message: 'A rank correlation needs two or more pairs of finite values.',
    remedy: 'Give as many values on one side as on the other; leave out pairs that have none.',
  });
}

/** ρ = Pearson's correlation of the average ranks; null where one side does not vary. Throws `argument`. */
export function spearman(x: readonly number[], y: readonly number[]): number | null {
  checkPairs(x, y);
  return pearson(averageRanks(x), averageRanks(y));
}

/**
 * ρ_{xy·z} = (ρ_xy − ρ_xz ρ_yz) / √((1 − ρ_xz²)(1 − ρ_yz²)): what similarity says of transfer beyond whether the tasks
 * are of one type. A z that does not vary explains nothing, so ρ_xy is left; null where x or y does not vary or z ranks
 * one of them fully. Throws `argument`.
 * @param sameType z: whether the two tasks of a pair are of the same type
 */
export function partialSpearman(
  x: readonly number[],
  y: readonly number[],
  sameType: readonly boolean[],
): number | null {
  const z = sameType.map(Number);
  checkPairs(x, y, z);
  const [rx, ry, rz] = [x, y, z].map(averageRanks);
  const xy = pearson(rx, ry);
  if (xy === null) return null;
  const xz = pearson(rx, rz) ?? 0;
  const yz = pearson(ry, rz) ?? 0;
  const left = (1 - xz ** 2) * (1 - yz ** 2);
  // Below this the rest is rounding.
  return left < 1e-12 ? null : Math.max(-1, Math.min(1, (xy - xz * yz) / Math.sqrt(left)));
}
