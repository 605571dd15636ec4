/**
 * The recipe while it is being typed: every field as the text in its box, so that half-typed numbers survive.
 * `readDraft` makes a recipe of it or says what is wrong beside each field.
 */
import {
  OPTIMISERS,
  usualOptimiser,
  type OptimiserKind,
  type OptimizerSettings,
} from '../../experiment/optimisers.ts';
import { USUAL_WORD_WEIGHTS } from '../../experiment/default-recipe.ts';
import type {
  EngineChoice,
  PromptInit,
  Recipe,
  ScheduleKind,
  VerbalizerName,
} from '../../experiment/recipe-types.ts';

/** Whether all label words of a class count alike, or by weights that are trained along. */
export type WordWeighting = 'alike' | 'learned';

export interface RecipeDraft {
  readonly plm: string;
  readonly task: string;
  readonly template: string;
  /** Label words of each class, separated by commas. */
  readonly labelWords: readonly string[];
  /** The kept verbalizer that the label words are; null once they were changed. */
  readonly verbalizer: VerbalizerName | null;
  readonly wordWeights: WordWeighting;
  readonly wordWeightsRate: string;
  readonly promptLength: string;
  readonly init: PromptInit['kind'];
  readonly sigma: string;
  readonly initText: string;
  readonly promptId: string;
  readonly optimizer: OptimiserKind;
  /** Numbers and flags (`true`, `false`) of the optimisers by their names; those of others than the chosen one stay. */
  readonly optimizerFields: Readonly<Record<string, string>>;
  readonly learningRate: string;
  readonly schedule: ScheduleKind;
  readonly warmupShare: string;
  /** Empty for no clipping. */
  readonly clipNorm: string;
  readonly steps: string;
  readonly batch: string;
  readonly maxLength: string;
  readonly evalEvery: string;
  readonly seed: string;
  readonly engine: EngineChoice;
}

/** Where a recipe is silent because it chose another init, these stand in the hidden boxes. */
const SILENT = {
  sigma: '0.02',
  initText: '',
  promptId: '',
  wordWeightsRate: String(USUAL_WORD_WEIGHTS.learningRate),
} as const;

/** Rate that suits an optimiser on a soft prompt; changing the optimiser changes an untouched rate along. */
export const usualRate = (kind: OptimiserKind): string => String(OPTIMISERS[kind].usualRate);

/** The optimiser's fields as they are unless somebody says otherwise. */
export const usualFields = (kind: OptimiserKind): Readonly<Record<string, string>> =>
  fieldTexts(usualOptimiser(kind));

function fieldTexts({ kind: _, ...fields }: OptimizerSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

export function draftOf(recipe: Recipe): RecipeDraft {
  const { training } = recipe;
  return {
    ...SILENT,
    plm: recipe.plm,
    task: recipe.task,
    template: recipe.template,
    labelWords: recipe.labelWords.map((words) => words.join(', ')),
    verbalizer: recipe.verbalizer ?? null,
    wordWeights: recipe.wordWeights === undefined ? 'alike' : 'learned',
    ...(recipe.wordWeights === undefined ? {} : { wordWeightsRate: String(recipe.wordWeights.learningRate) }),
    promptLength: String(recipe.promptLength),
    ...initDraft(recipe.init),
    optimizer: training.optimizer.kind,
    optimizerFields: fieldTexts(training.optimizer),
    learningRate: String(training.learningRate),
    schedule: training.schedule,
    warmupShare: String(training.warmupShare),
    clipNorm: training.clipNorm === null ? '' : String(training.clipNorm),
    steps: String(training.steps),
    batch: String(training.batch),
    maxLength: String(recipe.maxLength),
    evalEvery: String(training.evalEvery),
    seed: String(recipe.seed),
    engine: recipe.engine,
  };
}

function initDraft(init: PromptInit): Pick<RecipeDraft, 'init'> & Partial<RecipeDraft> {
  switch (init.kind) {
    case 'normal':
      return { init: init.kind, sigma: String(init.sigma) };
    case 'text':
      return { init: init.kind, initText: init.text };
    case 'saved':
      return { init: init.kind, promptId: init.promptId };
    case 'vocab':
    case 'class-words':
      return { init: init.kind };
    default:
      return init satisfies never;
  }
}
