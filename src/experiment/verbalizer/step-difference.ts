/** What one variant is ahead of another on the same rows, templates and supports. */
import { crossedMean } from '../crossed-mean.ts';
import { errorInterval } from '../standard-error.ts';
import type { ChainVariant } from './variants.ts';
import type { ReportedCell, VerbalizedTask } from './verbalize-report.ts';
import type { Interval } from '../statistics.ts';

/** In shares; an interval is null where there are too few rows for one. */
export interface MeanDifference {
  readonly mean: number;
  /** 95 %, over templates and rows: what another template would show. */
  readonly interval: Interval | null;
  /** 95 %, over rows and supports: what these templates would show again. */
  readonly ofThese: Interval | null;
}

type Gains = readonly number[];

/**
 * Mean of `to` minus `from` in shares. Supports of one template resemble one another more than templates do: over templates
 * they are brought together first.
 * @returns null where no template and support has both; what the report says where its cells are not there
 */
export function stepDifference(
  task: Pick<VerbalizedTask, 'cells' | 'truth' | 'templates' | 'differences'>,
  from: ChainVariant,
  to: ChainVariant,
): MeanDifference | null {
  const { cells, truth, templates } = task;
  const of = (variant: ChainVariant): readonly ReportedCell[] =>
    cells.filter(
      (cell) => cell.variant === variant && cell.shots === 0 && cell.predictions.length === truth.length,
    );
  const before = of(from);
  const pairs = of(to).flatMap((cell) => {
    const other = before.find(({ template, seed }) => template === cell.template && seed === cell.seed);
    return other === undefined
      ? []
      : [
          {
            template: cell.template,
            seed: cell.seed,
            gains: gainsOf(other.predictions, cell.predictions, truth),
          },
        ];
  });
  if (pairs.length === 0 || truth.length === 0) return reported(task, from, to);
  const seeds = [...new Set(pairs.map(({ seed }) => seed))];
  const byTemplate = templates.map((_, template) =>
    meanGains(pairs.filter((pair) => pair.template === template)),
  );
  const bySeed = seeds.map((seed) => meanGains(pairs.filter((pair) => pair.seed === seed)));
  const isThere = (gains: Gains | null): gains is Gains => gains !== null;
  const { mean, interval } = meanOf(byTemplate.filter(isThere));
  return { mean, interval, ofThese: meanOf(bySeed.filter(isThere)).interval };
}

/** Of a run in short, which comes without its answers: as its report has it, of these templates. */
function reported(
  { differences }: Pick<VerbalizedTask, 'differences'>,
  from: ChainVariant,
  to: ChainVariant,
): MeanDifference | null {
  const found = differences.find((step) => step.from === from && step.to === to && step.shots === 0);
  if (found === undefined) return null;
  const { difference: mean, interval } = found;
  return { mean, interval, ofThese: interval };
}

/** With one template and one support: over rows alone. */
export function differenceAlone(before: Gains, after: Gains, truth: Gains): MeanDifference | null {
  if (truth.length === 0) return null;
  const { mean, interval } = meanOf([gainsOf(before, after, truth)]);
  return { mean, interval, ofThese: interval };
}

/** Of each row: 1 where `after` alone is right, −1 where `before` alone is. */
const gainsOf = (before: Gains, after: Gains, truth: Gains): Gains =>
  truth.map((label, row) => Number(after[row] === label) - Number(before[row] === label));

function meanGains(pairs: readonly { readonly gains: Gains }[]): Gains | null {
  const [first] = pairs;
  if (first === undefined) return null;
  return first.gains.map((_, row) => pairs.reduce((sum, { gains }) => sum + gains[row], 0) / pairs.length);
}

function meanOf(lists: readonly Gains[]): Pick<MeanDifference, 'mean' | 'interval'> {
  const { mean, error } = crossedMean(lists);
  return { mean, interval: error === null ? null : errorInterval(mean, error) };
}
