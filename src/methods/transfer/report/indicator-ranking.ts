/** Whether one indicator ranks sources better than all others, or none stands out. */
import { errorInterval, meanError } from '../../../experiment/standard-error.ts';
import type { IndicatorRanking } from '../../../experiment/transfer/transfer-report.ts';
import { meanOf, meanOfKnown } from './over-seeds.ts';

type Lead = NonNullable<IndicatorRanking['lead']>;

/** Nothing can be said of fewer targets. */
const FEWEST_TARGETS = 3;

/** ρ per target of `first` minus that of `other`, paired; the interval corrected for `compared` others (Bonferroni). */
function leadOver(
  first: readonly (number | null)[],
  other: readonly (number | null)[],
  compared: number,
): Lead | null {
  const differences = first.flatMap((rho, target) => {
    const against = other[target];
    return rho === null || against === null ? [] : [rho - against];
  });
  const error = meanError(differences);
  if (differences.length < FEWEST_TARGETS || error === null || error.variance === 0) return null;
  const mean = meanOf(differences);
  return { mean, interval: errorInterval(mean, error, 1 - 0.025 / compared), compared };
}

/**
 * Indicators by the mean of their ρ per target. The first stands out where its lead over every other one has an interval
 * above 0, Student's over targets, each at 1 − 0.05 / (indicators − 1). That the first was chosen because it came out
 * first is thereby paid for (multiple comparisons with the best, Hsu 1984, with Bonferroni's bound for its quantile).
 * @param rhos of each indicator, by target; null where it is undefined
 */
export function indicatorRanking(rhos: readonly (readonly (number | null)[])[]): IndicatorRanking {
  const means = rhos.map(meanOfKnown);
  const order = means
    .flatMap((mean, indicator) => (mean === null ? [] : [{ mean, indicator }]))
    .sort((a, b) => b.mean - a.mean || a.indicator - b.indicator)
    .map(({ indicator }) => indicator);
  const [first, ...others] = order;
  const leads = others.map((other) => leadOver(rhos[first], rhos[other], others.length));
  const isClear = leads.length > 0 && leads.every((lead) => lead !== null && lead.interval.low > 0);
  return {
    order,
    lead: leads.length === 0 ? null : leads[0],
    finding: isClear ? { kind: 'stands-out', indicator: first } : { kind: 'none' },
  };
}
