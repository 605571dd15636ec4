/**
 * The recipe while it is being typed: every field as the text in its box, so that half-typed numbers survive.
 * `readDraft` makes a recipe of it or says what is wrong beside each field.
 */
import type {
  EngineChoice,
  OptimizerSettings,
  PromptInit,
  Recipe,
  ScheduleKind,
} from '../../experiment/recipe-types.ts';

export interface RecipeDraft {
  readonly plm: string;
  readonly task: string;
  readonly template: string;
  /** Label words of each class, separated by commas. */
  readonly labelWords: readonly string[];
  readonly promptLength: string;
  readonly init: PromptInit['kind'];
  readonly sigma: string;
  readonly initText: string;
  readonly promptId: string;
  readonly optimizer: OptimizerSettings['kind'];
  readonly beta1: string;
  readonly beta2: string;
  readonly epsilon: string;
  readonly weightDecay: string;
  readonly clipThreshold: string;
  readonly decayRate: string;
  readonly momentum: string;
  readonly nesterov: boolean;
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

/** Where a recipe is silent because it chose another init or optimiser, these stand in the hidden boxes. */
const SILENT = {
  sigma: '0.02',
  initText: '',
  promptId: '',
  beta1: '0.9',
  beta2: '0.999',
  epsilon: '1e-8',
  weightDecay: '0',
  clipThreshold: '1',
  decayRate: '-0.8',
  momentum: '0.9',
  nesterov: false,
} as const;

/** Rates that suit each optimiser on a soft prompt; changing the optimiser changes an untouched rate along. */
export const USUAL_RATE: Readonly<Record<OptimizerSettings['kind'], string>> = {
  adamw: '0.03',
  adafactor: '0.3',
  sgd: '1',
};

export function draftOf(recipe: Recipe): RecipeDraft {
  return {
    ...SILENT,
    plm: recipe.plm,
    task: recipe.task,
    template: recipe.template,
    labelWords: recipe.labelWords.map((words) => words.join(', ')),
    promptLength: String(recipe.promptLength),
    ...initDraft(recipe.init),
    ...optimizerDraft(recipe.optimizer),
    learningRate: String(recipe.learningRate),
    schedule: recipe.schedule,
    warmupShare: String(recipe.warmupShare),
    clipNorm: recipe.clipNorm === null ? '' : String(recipe.clipNorm),
    steps: String(recipe.steps),
    batch: String(recipe.batch),
    maxLength: String(recipe.maxLength),
    evalEvery: String(recipe.evalEvery),
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

function optimizerDraft(optimizer: OptimizerSettings): Pick<RecipeDraft, 'optimizer'> & Partial<RecipeDraft> {
  switch (optimizer.kind) {
    case 'adamw':
      return {
        optimizer: optimizer.kind,
        beta1: String(optimizer.beta1),
        beta2: String(optimizer.beta2),
        epsilon: String(optimizer.epsilon),
        weightDecay: String(optimizer.weightDecay),
      };
    case 'adafactor':
      return {
        optimizer: optimizer.kind,
        weightDecay: String(optimizer.weightDecay),
        clipThreshold: String(optimizer.clipThreshold),
        decayRate: String(optimizer.decayRate),
      };
    case 'sgd':
      return {
        optimizer: optimizer.kind,
        momentum: String(optimizer.momentum),
        nesterov: optimizer.nesterov,
      };
    default:
      return optimizer satisfies never;
  }
}
