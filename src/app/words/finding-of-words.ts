/** The facts of what is shown that its finding is made of. */
import { CHAIN_VARIANTS, type ChainVariant } from '../../experiment/verbalizer/variants.ts';
import type { VariantRow, VerbalizedTask } from '../../experiment/verbalizer/verbalize-report.ts';
import type { Difference, WordsFacts } from '../../views/words/words-finding.ts';
import { waterfallBars, waterfallBasis, type WaterfallInput } from '../../views/words/waterfall-input.ts';
import { isActive } from '../job/job-status.ts';
import { stepDifference } from './step-difference.ts';
import { stepsOn, variantOf, type Switches } from './step-switches.ts';
import type { WordsState } from './words-lab-types.ts';

const rowOf = (table: readonly VariantRow[], variant: ChainVariant): VariantRow | null =>
  table.find((row) => row.variant === variant && row.shots === 0) ?? null;

/**
 * @param waterfall of the run shown; null while there is none
 * @param alone what all steps add with the template shown; null where its logits are not there
 */
export function factsOfWords(
  { shown, status, progress }: Pick<WordsState, 'shown' | 'status' | 'progress'>,
  switches: Switches,
  waterfall: WaterfallInput | null,
  alone: Difference | null,
): WordsFacts {
  if (progress !== null && isActive(status) && (shown === null || progress.done < progress.total))
    return filling(shown?.task.task ?? progress.doing, progress, true);
  if (shown === null || waterfall === null) return { kind: 'none' };
  const on = stepsOn(switches);
  const steps = { calibrated: on.calibrated, moreWords: on.moreWords };
  const bars = waterfallBars(waterfall);
  const [one, last] = [bars.at(0), bars.at(-1)];
  if (one === undefined || last === undefined)
    return progress === null ? { kind: 'none' } : filling(shown.task.task, progress, false);
  const unknown = { mean: last.to - one.to, interval: null, ofThese: null };
  if (waterfallBasis(waterfall) === 'shown')
    return {
      kind: 'alone',
      steps,
      one: one.to,
      last: last.to,
      gain: alone ?? unknown,
      rows: waterfall.rows,
    };
  const variant = variantOf(on);
  const difference = (from: ChainVariant): ReturnType<typeof stepDifference> =>
    variant === null ? null : stepDifference(shown.task, from, variant);
  return {
    kind: 'measured',
    steps,
    one: one.to,
    last: last.to,
    gain: difference('PT') ?? unknown,
    calibrated: calibratedAlone(shown.task, variant, last.to, difference),
    templates: waterfall.templates,
    supports: waterfall.supports,
    rows: waterfall.rows,
  };
}

function calibratedAlone(
  { table }: Pick<VerbalizedTask, 'table'>,
  variant: ChainVariant | null,
  last: number,
  difference: (from: ChainVariant) => ReturnType<typeof stepDifference>,
): (WordsFacts & { kind: 'measured' })['calibrated'] {
  const row = rowOf(table, 'PT+CC');
  const steps = variant === null ? null : CHAIN_VARIANTS[variant];
  if (row === null || steps === null || !steps.calibrated || !steps.moreWords) return null;
  const accuracy = row.accuracy.mean;
  return { accuracy, words: difference('PT+CC') ?? { mean: last - accuracy, interval: null, ofThese: null } };
}

const filling = (
  task: string,
  { done, total }: { readonly done: number; readonly total: number },
  isLive: boolean,
): WordsFacts => ({ kind: 'filling', isLive, task, done, total });
