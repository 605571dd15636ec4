/** What one variant is ahead of another on the same rows, templates and supports. */
import { crossedMean } from '../../experiment/crossed-mean.ts';
import { errorInterval } from '../../experiment/standard-error.ts';
import type { ChainVariant } from '../../experiment/verbalizer/variants.ts';
import type { ReportedCell, VerbalizedTask } from '../../experiment/verbalizer/verbalize-report.ts';
import type { Difference } from '../../views/words/words-finding.ts';

/**
 * Mean of `to` minus `from` in shares, and its 95 % interval. Supports of one template resemble one another more than
 * templates do: they are brought together first, and templates and rows are what is drawn.
 * @returns null where no template and support has both, and no difference is known
 */
export function stepDifference(
  {
    cells,
    truth,
    templates,
    differences,
  }: Pick<VerbalizedTask, 'cells' | 'truth' | 'templates' | 'differences'>,
  from: ChainVariant,
  to: ChainVariant,
): Difference | null {
  const of = (variant: ChainVariant): readonly ReportedCell[] =>
    cells.filter((cell) => cell.variant === variant && cell.shots === 0);
  const [before, after] = [of(from), of(to)];
  const byTemplate = templates.flatMap((_, template) => {
    const pairs = after.flatMap((cell) => {
      if (cell.template !== template) return [];
      const other = before.find((one) => one.template === template && one.seed === cell.seed);
      return other === undefined || !hasRows(cell, truth) || !hasRows(other, truth) ? [] : [{ cell, other }];
    });
    if (pairs.length === 0) return [];
    return [
      truth.map((label, row) => {
        const gains = pairs.map(
          ({ cell, other }) =>
            Number(cell.predictions[row] === label) - Number(other.predictions[row] === label),
        );
        return gains.reduce((a, b) => a + b, 0) / gains.length;
      }),
    ];
  });
  if (byTemplate.length === 0 || truth.length === 0) {
    const known = differences.find((one) => one.from === from && one.to === to && one.shots === 0);
    return known === undefined ? null : { mean: known.difference, interval: known.interval };
  }
  return differenceOf(byTemplate);
}

/** With one template and one support: over rows alone. */
export function differenceAlone(
  before: readonly number[],
  after: readonly number[],
  truth: readonly number[],
): Difference | null {
  if (truth.length === 0) return null;
  return differenceOf([
    truth.map((label, row) => Number(after[row] === label) - Number(before[row] === label)),
  ]);
}

function differenceOf(gains: readonly (readonly number[])[]): Difference {
  const { mean, error } = crossedMean(gains);
  return { mean, interval: error === null ? null : errorInterval(mean, error) };
}

const hasRows = (cell: ReportedCell, truth: readonly number[]): boolean =>
  cell.predictions.length === truth.length;
