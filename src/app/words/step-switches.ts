/** The switches of the waterfall, and which steps of the chain each of its bars takes. Pure. */
import type { Steps } from '../../experiment/verbalizer/judge-rows.ts';
import { CHAIN_NAMES, CHAIN_VARIANTS, type ChainVariant } from '../../experiment/verbalizer/variants.ts';
import { STEP_IDS, type StepId } from '../../views/words/waterfall-input.ts';

export interface Switches {
  readonly calibrated: boolean;
  readonly moreWords: boolean;
  readonly refined: boolean;
  /** What refining takes away: words that are rare at the mask, and words that don't follow their class. */
  readonly frequency: boolean;
  readonly relevance: boolean;
}

export const ALL_ON: Switches = {
  calibrated: true,
  moreWords: true,
  refined: true,
  frequency: true,
  relevance: true,
};

const NONE: Steps = { calibrated: false, moreWords: false, frequency: false, relevance: false };

/** Whether a bar is drawn. One word is where all begins; refining needs words to refine. */
export function isStepOn(switches: Switches, id: StepId): boolean {
  if (id === 'oneWord') return true;
  if (id === 'refined')
    return switches.refined && switches.moreWords && (switches.frequency || switches.relevance);
  return switches[id];
}

/** What a bar takes: its own step and those before it that are on. */
export function stepsOf(switches: Switches, id: StepId): Steps {
  const at = STEP_IDS.indexOf(id);
  const has = (other: StepId): boolean => STEP_IDS.indexOf(other) <= at && isStepOn(switches, other);
  return {
    ...NONE,
    calibrated: has('calibrated'),
    moreWords: has('moreWords'),
    frequency: has('refined') && switches.frequency,
    relevance: has('refined') && switches.relevance,
  };
}

/** With everything that is on. */
export const stepsOn = (switches: Switches): Steps => stepsOf(switches, 'refined');

/** The variant of reports that takes just these steps; null where none does. */
export function variantOf(steps: Steps): ChainVariant | null {
  return (
    CHAIN_NAMES.find((name) => {
      const other = CHAIN_VARIANTS[name];
      return (
        other.calibrated === steps.calibrated &&
        other.moreWords === steps.moreWords &&
        other.frequency === steps.frequency &&
        other.relevance === steps.relevance
      );
    }) ?? null
  );
}
