/** What a verbalize sweep says, as plain data: what the page's figures show and `lab report` prints. Accuracies run from 0 to 1. */
import type { Estimate } from '../estimate.ts';
import type { Interval } from '../statistics.ts';
import type { EngineReport } from '../run-record.ts';
import type { ExpandedWord } from './expansion.ts';
import type { LeftWord } from './usable-words.ts';
import type { VariantName } from './variants.ts';
import type { VerbalizeSweep } from './verbalize-recipe.ts';

export interface ReportedWord extends ExpandedWord {
  readonly ids: readonly number[];
}

export interface ClassOfWords {
  readonly label: string;
  /** Words of the list as it came, and how many of them the PLM can be asked for. */
  readonly listed: number;
  readonly kept: number;
  /** By which the class is asked without a list. */
  readonly manual: readonly string[];
  readonly words: readonly ReportedWord[];
  readonly dropped: readonly LeftWord[];
}

/** Words a class after each phase; `rate` is the share that relevance refinement left, a mean over cells. */
export interface PhaseCounts {
  readonly name: 'expanded' | 'tokens' | 'frequency' | 'relevance';
  readonly counts: readonly number[];
  readonly rate?: number;
}

export interface VariantRow {
  readonly variant: VariantName;
  /** Labelled rows a class; 0 for none. */
  readonly shots: number;
  /** Mean over templates and seeds; interval over templates, supports and test rows. */
  readonly accuracy: Estimate;
  /** Standard deviation over templates × seeds. */
  readonly spread: number | null;
  readonly best: number;
}

/** One step further against the one before, on the same rows; interval over templates, supports and rows. */
export interface StepDifference {
  readonly from: VariantName;
  readonly to: VariantName;
  readonly shots: number;
  readonly difference: number;
  readonly interval: Interval | null;
}

export interface ReportedCell {
  readonly variant: VariantName;
  /** Index among `templates`. */
  readonly template: number;
  readonly seed: number;
  readonly shots: number;
  readonly accuracy: number;
  /** Words a class that count. */
  readonly kept: readonly number[];
  /** Training rows of the support set, as drawn. */
  readonly support: readonly number[];
  /** Labelled training rows; empty without. */
  readonly labelled: readonly number[];
  readonly words: readonly (readonly string[])[];
  readonly predictions: readonly number[];
  /** [rows][classes]; only where asked. */
  readonly scores?: readonly (readonly number[])[];
  /** What is taken off each word's logit, class after class as `words`; absent without calibration. */
  readonly calibration?: readonly number[];
  /** Learned weights, class after class as `words`. */
  readonly weights?: readonly (readonly number[])[];
}

export interface SupportSize {
  readonly size: number;
  readonly accuracy: Estimate;
}

/** [true class][chosen class], counts of all templates and seeds. */
export type Confusion = readonly (readonly number[])[];

export interface VerbalizedTask {
  readonly task: string;
  readonly labels: readonly string[];
  readonly templates: readonly string[];
  readonly rows: number;
  readonly majority: number;
  readonly truth: readonly number[];
  readonly words: readonly ClassOfWords[];
  readonly phases: readonly PhaseCounts[];
  readonly table: readonly VariantRow[];
  readonly differences: readonly StepDifference[];
  readonly cells: readonly ReportedCell[];
  readonly supportCurve: readonly SupportSize[];
  /** One word without calibration, and the last variant without labels. */
  readonly confusion: { readonly before: Confusion; readonly after: Confusion };
}

export interface VerbalizeReport {
  readonly recipe: VerbalizeSweep;
  readonly plm: string;
  readonly seeds: readonly number[];
  readonly engine: EngineReport['engine'];
  readonly tasks: readonly VerbalizedTask[];
  readonly seconds: number;
  /** Of `seconds` those in which the PLM computed. */
  readonly forwardSeconds: number;
  readonly done: number;
  readonly total: number;
}
