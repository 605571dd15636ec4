/** What decides a verbalize sweep, as plain data: which words speak for each class, and how they are refined, calibrated and learned. */
import type { Handling } from './chain/word-values.ts';
import type { ExpandedWord, ExpansionSettings } from './expansion.ts';
import type { RecipeKind } from '../sweep/experiment.ts';
import { sweepName, type SweepRecipe } from '../sweep/sweep-recipe.ts';
import type { VariantName } from './variants.ts';
import { parseVerbalizeSweep } from './verbalize-schema.ts';

/** Where a task's label words come from. */
export type AskedWords =
  /** Lists that ship with the lab. */
  | { readonly kind: 'preset'; readonly preset: string }
  /** Expanded from seeds, class after class; null takes the task's own label words. */
  | {
      readonly kind: 'expanded';
      readonly seeds: readonly (readonly string[])[] | null;
      readonly settings: ExpansionSettings;
    }
  /** Written out: of a file or a stored verbalizer, which the hash tells. */
  | {
      readonly kind: 'listed';
      readonly name: string;
      readonly sha256: string | null;
      readonly words: readonly (readonly ExpandedWord[])[];
    };

/** How something is learned from few labelled rows: full batches, the best look on as many dev rows. */
export interface FewShotSettings {
  readonly steps: number;
  /** Rates of the word weights, of the soft rows and of a prompt: one each, since they differ by orders of magnitude. */
  readonly weightsRate: number;
  readonly rowsRate: number;
  readonly promptRate: number;
  readonly promptLength: number;
  /** Whether word weights are trained along with a prompt. */
  readonly jointly: boolean;
}

export interface VerbalizeSweep extends SweepRecipe {
  readonly version: 1;
  readonly method: 'verbalize';
  /** By task. */
  readonly templates: Readonly<Record<string, readonly string[]>>;
  readonly words: Readonly<Record<string, AskedWords>>;
  /** The manual verbalizer's words, class after class: what one word a class means. */
  readonly manual: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** What a word of several tokens counts by. */
  readonly handling: Handling;
  /** Whether words of several tokens are left out, class names aside. */
  readonly oneToken: boolean;
  /** Unlabelled training rows that the prior is taken from. */
  readonly support: number;
  /** The rows themselves, for every seed; null draws them by the seed. */
  readonly supportRows: readonly number[] | null;
  readonly supportSizes: readonly number[];
  /** Share of the vocabulary that counts as rare; null for a half, and nothing where sentiment is asked. */
  readonly frequencyCut: number | null;
  readonly variants: readonly VariantName[];
  /** Labelled rows a class of learned variants. */
  readonly shots: readonly number[];
  readonly fewShot: FewShotSettings;
  readonly maxLength: number;
  /** First test rows used; null for all. */
  readonly testRows: number | null;
  /** Whether class scores are kept beside predictions. */
  readonly keepScores: boolean;
  /** The template, by task, whose word logits are kept, so that words can be taken out without the PLM. */
  readonly shown: Readonly<Record<string, number>>;
}

export const verbalizeRecipe: RecipeKind<VerbalizeSweep> = {
  kind: 'verbalize',
  version: 1,
  parse: parseVerbalizeSweep,
  name: sweepName,
};

/** The cut for a task. @param family such as `sentiment` */
export const cutFor = ({ frequencyCut }: VerbalizeSweep, family: string): number =>
  frequencyCut ?? (family === 'sentiment' ? 0 : 0.5);
