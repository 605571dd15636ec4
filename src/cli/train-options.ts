/** Options of `lab train` → a recipe. Every option that is not given keeps the task's default. */
import type { Task } from '../experiment/task-types.ts';
import { LabError } from '../errors/lab-error.ts';
import { BOUNDS, NOT_NEGATIVE, type Bounds } from '../experiment/bounds.ts';
import { USUAL_WORD_WEIGHTS } from '../experiment/default-recipe.ts';
import { METHOD_IDS, methodNamed, METHODS } from '../experiment/methods.ts';
import {
  OPTIMISER_KINDS,
  OPTIMISERS,
  usualOptimiser,
  type OptimizerSettings,
} from '../experiment/optimisers.ts';
import { parseRecipe } from '../experiment/recipe-schema.ts';
import type { PromptInit, Recipe } from '../experiment/recipe-types.ts';
import type { AskedByFiles, OpenPromptOptions } from './openprompt-options.ts';
import { boundedOption, choiceOption } from './output.ts';

export interface TrainOptions extends OpenPromptOptions {
  readonly plm: string;
  readonly task: string;
  readonly method: string;
  readonly promptLength?: string;
  readonly init?: string;
  readonly initText?: string;
  readonly initPrompt?: string;
  readonly sigma?: string;
  readonly optimizer?: string;
  readonly weightDecay?: string;
  readonly lr?: string;
  readonly schedule?: string;
  readonly warmup?: string;
  readonly clip?: string;
  readonly steps?: string;
  readonly batch?: string;
  readonly maxLength?: string;
  readonly evalEvery?: string;
  readonly wordWeights?: string;
  readonly wordWeightsRate?: string;
  readonly seed?: string;
  readonly engine: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** The optimiser asked for, with the weight decay asked for. @throws LabError `argument` for one that has none */
function optimizerOf(
  name: string | undefined,
  decay: string | undefined,
  base: OptimizerSettings,
): OptimizerSettings {
  const settings =
    name === undefined ? base : usualOptimiser(choiceOption('--optimizer', name, OPTIMISER_KINDS));
  if (decay === undefined) return settings;
  const value = boundedOption('--weight-decay', decay, NOT_NEGATIVE);
  if ('weightDecay' in settings) return { ...settings, weightDecay: value };
  throw new LabError({
    code: 'argument',
    message: `${OPTIMISERS[settings.kind].label} has no weight decay here.`,
    remedy: 'Leave --weight-decay out, or choose another --optimizer.',
    where: '--weight-decay',
  });
}

function initOf(name: string, { initText, initPrompt, sigma }: TrainOptions): PromptInit {
  const kind = choiceOption('--init', name, ['vocab', 'normal', 'text', 'class-words', 'saved']);
  switch (kind) {
    case 'vocab':
    case 'class-words':
      return { kind };
    case 'normal':
      return { kind, sigma: sigma === undefined ? 0.02 : boundedOption('--sigma', sigma, BOUNDS.sigma) };
    case 'saved':
      if (initPrompt !== undefined) return { kind, promptId: initPrompt };
      throw new LabError({
        code: 'argument',
        message: 'A start from a saved prompt needs the file.',
        remedy: 'Give --init-prompt a run record (.json) or an experiment file (.plab).',
        where: '--init-prompt',
      });
    case 'text':
      if (initText !== undefined) return { kind, text: initText };
      throw new LabError({
        code: 'argument',
        message: 'A start from text needs the text.',
        remedy: 'Give --init-text “…”.',
        where: '--init-text',
      });
  }
  return kind satisfies never;
}

/** @throws LabError `argument` for a rate of weights that aren't trained */
function weightsOf({ wordWeights, wordWeightsRate }: TrainOptions): Pick<Recipe, 'wordWeights'> {
  const kind = choiceOption('--word-weights', wordWeights ?? 'alike', ['alike', 'learned']);
  if (kind === 'learned')
    return {
      wordWeights:
        wordWeightsRate === undefined
          ? USUAL_WORD_WEIGHTS
          : { learningRate: boundedOption('--word-weights-rate', wordWeightsRate, BOUNDS.learningRate) },
    };
  if (wordWeightsRate === undefined) return {};
  throw new LabError({
    code: 'argument',
    message: 'The label words’ weights aren’t trained, so they have no rate.',
    remedy: 'Give --word-weights learned as well, or leave --word-weights-rate out.',
    where: '--word-weights-rate',
  });
}

/** @throws LabError `argument` for a method that there is not */
function methodOf(name: string): Recipe['method'] {
  const method = methodNamed(name);
  if (method !== null) return method.id;
  throw new LabError({
    code: 'argument',
    message: `There is no method “${name}”.`,
    remedy: `Give --method one of: ${METHOD_IDS.join(', ')}.`,
    where: '--method',
  });
}

/** @throws LabError `argument` or `recipe` naming the option or field */
export function recipeFrom(options: TrainOptions, task: Task, plm: string, files: AskedByFiles): Recipe {
  const base = METHODS[methodOf(options.method)].defaults(task, plm);
  const { training } = base;
  const given = (name: string, text: string | undefined, fallback: number, bounds: Bounds): number =>
    text === undefined ? fallback : boundedOption(name, text, bounds);
  const optimizer = optimizerOf(options.optimizer, options.weightDecay, training.optimizer);
  const rate = options.optimizer === undefined ? training.learningRate : OPTIMISERS[optimizer.kind].usualRate;
  const steps = given('--steps', options.steps, training.steps, BOUNDS.steps);
  return parseRecipe({
    ...base,
    template: options.template ?? files.template ?? base.template,
    labelWords:
      options.labelWords === undefined
        ? (files.labelWords ?? base.labelWords)
        : options.labelWords.split(';').map((words) => words.split(',').map((word) => word.trim())),
    ...(options.labelWords === undefined && files.verbalizer !== undefined
      ? { verbalizer: files.verbalizer }
      : {}),
    ...weightsOf(options),
    promptLength: given('--prompt-length', options.promptLength, base.promptLength, BOUNDS.promptLength),
    init: options.init === undefined ? base.init : initOf(options.init, options),
    maxLength: given('--max-length', options.maxLength, base.maxLength, BOUNDS.maxLength),
    training: {
      optimizer,
      learningRate: given('--lr', options.lr, rate, BOUNDS.learningRate),
      schedule:
        options.schedule === undefined
          ? training.schedule
          : choiceOption('--schedule', options.schedule, ['linear', 'constant', 'cosine']),
      warmupShare: given('--warmup', options.warmup, training.warmupShare, BOUNDS.warmupShare),
      clipNorm:
        options.clip === undefined
          ? training.clipNorm
          : options.clip === 'none'
            ? null
            : boundedOption('--clip', options.clip, BOUNDS.clipNorm),
      steps,
      batch: given('--batch', options.batch, training.batch, BOUNDS.batch),
      evalEvery: given(
        '--eval-every',
        options.evalEvery,
        Math.min(training.evalEvery, steps),
        BOUNDS.evalEvery,
      ),
    },
    seed: given('--seed', options.seed, base.seed, BOUNDS.seed),
    engine: choiceOption('--engine', options.engine, ['auto', 'cpu', 'wasm', 'webgpu']),
  });
}
