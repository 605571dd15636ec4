/** What one variant is ahead of another on the same rows, templates and supports. */
import { differenceOfThese, differenceOver } from '../../experiment/verbalizer/mean-over-cells.ts';
import type { ChainVariant } from '../../experiment/verbalizer/variants.ts';
import type { ReportedCell, VerbalizedTask } from '../../experiment/verbalizer/verbalize-report.ts';
import type { Difference } from '../../views/words/words-finding.ts';

/**
 * Mean of `to` minus `from` in shares, and its 95 % interval over templates, supports and rows. Of a run in short, whose
 * cells come later, what its report gives.
 * @returns null where no template and support has both, and no difference is known
 */
export function stepDifference(
  { cells, truth, differences }: Pick<VerbalizedTask, 'cells' | 'truth' | 'differences'>,
  from: ChainVariant,
  to: ChainVariant,
): Difference | null {
  const of = (variant: ChainVariant): readonly ReportedCell[] =>
    cells.filter((cell) => cell.variant === variant && cell.shots === 0);
  const found = both(of(from), of(to), truth);
  if (found !== null) return found;
  const known = differences.find((one) => one.from === from && one.to === to && one.shots === 0);
  return known === undefined
    ? null
    : { mean: known.difference, interval: known.interval, ofThese: known.interval };
}

/** With one template and one support: over rows alone. */
export function differenceAlone(
  before: readonly number[],
  after: readonly number[],
  truth: readonly number[],
): Difference | null {
  const alone = (predictions: readonly number[]) => [{ template: 0, seed: 0, predictions }];
  return both(alone(before), alone(after), truth);
}

/** What another template would show, and what these ones would show again. */
function both(...cells: Parameters<typeof differenceOver>): Difference | null {
  const found = differenceOver(...cells);
  return found === null ? null : { ...found, ofThese: differenceOfThese(...cells)?.interval ?? null };
}
