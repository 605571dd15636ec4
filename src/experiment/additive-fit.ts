/** A value of every pair as a level of its target plus an effect of its source. */

export interface PairValue {
  readonly source: number;
  readonly target: number;
  readonly value: number;
}

export interface AdditiveFit {
  /** Effect of each source, by its number, mean 0. */
  readonly sources: ReadonlyMap<number, number>;
  /** What is left of each pair, in the order given. */
  readonly residuals: readonly number[];
  /** Pairs less the parameters fitted; below 1 nothing is left to judge the fit by. */
  readonly degrees: number;
}

/** Sweeps are few pairs and nearly balanced: the fit is exact to rounding after a few dozen. */
const SWEEPS = 200;

/**
 * Least squares of value = level(target) + effect(source), levels and effects in turn (Gauss and Seidel's sweeps of the
 * normal equations).
 */
export function additiveFit(pairs: readonly PairValue[]): AdditiveFit {
  const residuals = pairs.map(({ value }) => value);
  const [targets, sources] = [groups(pairs, 'target'), groups(pairs, 'source')];
  const effects = new Map([...sources.keys()].map((source) => [source, 0]));
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const members of targets.values()) takeMean(residuals, members);
    for (const [source, members] of sources)
      effects.set(source, (effects.get(source) ?? 0) + takeMean(residuals, members));
  }
  const mean = [...effects.values()].reduce((a, b) => a + b, 0) / effects.size;
  return {
    sources: new Map([...effects].map(([source, effect]) => [source, effect - mean])),
    residuals,
    degrees: pairs.length - targets.size - sources.size + 1,
  };
}

/** Positions of the pairs of each target, or of each source. */
function groups(
  pairs: readonly PairValue[],
  by: 'source' | 'target',
): ReadonlyMap<number, readonly number[]> {
  const members = new Map<number, number[]>();
  pairs.forEach((pair, at) => {
    members.set(pair[by], [...(members.get(pair[by]) ?? []), at]);
  });
  return members;
}

/** Takes the mean of `members` from each of them, in place. @returns the mean */
function takeMean(values: number[], members: readonly number[]): number {
  const mean = members.reduce((sum, at) => sum + values[at], 0) / members.length;
  for (const at of members) values[at] -= mean;
  return mean;
}
