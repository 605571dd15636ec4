/** Options of `lab grow` → the recipe of a sweep. */
import { LabError } from '../errors/lab-error.ts';
import { BOUNDS, type Bounds } from '../experiment/bounds.ts';
import { defaultGrowth, paperStages } from '../experiment/progressive/default-growth.ts';
import {
  COMPARISONS,
  NEURON_SELECTIONS,
  type GivenStart,
  type GrowthRule,
  type GrowthSweep,
} from '../experiment/progressive/growth-recipe.ts';
import { parseGrowthSweep } from '../experiment/progressive/growth-schema.ts';
import { LAYER_SELECTIONS } from '../experiment/progressive/layer-choice.ts';
import { REDUCTIONS, type StageCounts, type StagePlan } from '../experiment/progressive/stages.ts';
import { trainingOf } from '../experiment/prompt/prompt-training.ts';
import type { Recipe } from '../experiment/recipe-types.ts';
import { list } from './transfer-options.ts';
import { boundedOption, choiceOption } from './output.ts';
import type { TrainOptions } from './train-options.ts';

export interface GrowOptions extends TrainOptions {
  readonly reduce?: string;
  readonly stages?: string;
  readonly shares?: string;
  readonly spent?: string;
  readonly selectLayers: string;
  readonly selectNeurons: string;
  readonly scoreRows: string;
  readonly grow: string;
  readonly plateauEpsilon: string;
  readonly plateauWindow: string;
  readonly decoder?: boolean;
  readonly compare: string;
  readonly similarity?: boolean;
  readonly grid?: boolean;
  readonly startFrom?: string;
  readonly seeds: string;
  readonly devRows?: string;
  readonly testRows?: string;
  readonly reuse?: string;
  readonly predict?: boolean;
  readonly printRecipe?: boolean;
}

const refusal = (where: string, message: string, remedy: string): LabError =>
  new LabError({ code: 'argument', message, remedy, where });

const HOW_STAGES = 'Give --stages such as "120:2x192,120:3x384,360:6x768".';

/** `120:2x192` as 120 steps of 2 layers of 192 neurons. @throws LabError `argument` */
function counts(text: string): readonly StageCounts[] {
  const parts = list(text);
  if (parts.length === 0) throw refusal('--stages', 'There is no stage.', HOW_STAGES);
  return parts.map((part): StageCounts => {
    const [, steps, layers, neurons] = /^(\d{1,9}):(\d{1,9})x(\d{1,9})$/.exec(part) ?? [];
    if (steps !== undefined && layers !== undefined && neurons !== undefined)
      return { steps: Number(steps), layers: Number(layers), neurons: Number(neurons) };
    throw refusal('--stages', `“${part}” is no stage steps:layers×neurons.`, HOW_STAGES);
  });
}

const POSITIVE_SHARE: Bounds = { above: 0, high: 1, whole: false };

const sharesOf = (name: string, text: string): readonly number[] =>
  list(text).map((share) => boundedOption(name, share, POSITIVE_SHARE));

/** @throws LabError `argument` for options that ask for two things */
function planOf({ stages, reduce, shares, spent }: GrowOptions): StagePlan {
  if (stages !== undefined) {
    const other = Object.entries({ '--reduce': reduce, '--shares': shares, '--spent': spent }).find(
      ([, value]) => value !== undefined,
    );
    if (other !== undefined)
      throw refusal(
        other[0],
        `${other[0]} says how stages are made, and --stages says what they are.`,
        'Give one of them.',
      );
    return { by: 'counts', counts: counts(stages) };
  }
  const paper = paperStages(reduce === undefined ? 'both' : choiceOption('--reduce', reduce, REDUCTIONS));
  if (paper.by !== 'shares') return paper;
  return {
    ...paper,
    ...(shares === undefined ? {} : { shares: sharesOf('--shares', shares) }),
    ...(spent === undefined ? {} : { spent: sharesOf('--spent', spent) }),
  };
}

function growthOf({ grow, plateauEpsilon, plateauWindow }: GrowOptions): GrowthRule {
  const kind = choiceOption('--grow', grow, ['fixed', 'plateau']);
  if (kind === 'fixed') return { kind };
  return {
    kind,
    epsilon: boundedOption('--plateau-epsilon', plateauEpsilon, { above: 0, whole: false }),
    window: boundedOption('--plateau-window', plateauWindow, BOUNDS.steps),
  };
}

const rows = (name: string, text: string | undefined): number | null =>
  text === undefined ? null : boundedOption(name, text, BOUNDS.rows);

/** Steps of the stages where these are numbers; what is asked for otherwise. */
export const stepsAsked = (options: GrowOptions): string | undefined =>
  options.stages === undefined || options.steps !== undefined
    ? options.steps
    : String(counts(options.stages).reduce((sum, { steps }) => sum + steps, 0));

/**
 * @param trained the recipe that `lab train` would have for the task
 * @param start the prompt of `--start-from`
 * @throws LabError `argument` or `recipe` naming what is wrong
 */
export function growthFrom(options: GrowOptions, trained: Recipe, start: GivenStart | null): GrowthSweep {
  const asked = options.labelWords !== undefined || options.labelWordsFile !== undefined;
  const template = options.template !== undefined || options.templateFile !== undefined;
  return parseGrowthSweep({
    ...defaultGrowth(options.plm, [options.task]),
    seeds: list(options.seeds).map((seed) => boundedOption('--seeds', seed, BOUNDS.seed)),
    training: trainingOf(trained),
    ...(template ? { template: trained.template } : {}),
    ...(asked ? { labelWords: trained.labelWords } : {}),
    ...(start === null ? {} : { start }),
    devRows: rows('--dev-rows', options.devRows),
    testRows: rows('--test-rows', options.testRows),
    stages: planOf(options),
    selectLayers: choiceOption('--select-layers', options.selectLayers, LAYER_SELECTIONS),
    selectNeurons: choiceOption('--select-neurons', options.selectNeurons, NEURON_SELECTIONS),
    scoreRows: boundedOption('--score-rows', options.scoreRows, BOUNDS.rows),
    growth: growthOf(options),
    decoder: options.decoder === true,
    compare: list(options.compare).map((one) => choiceOption('--compare', one, COMPARISONS)),
    ...(options.similarity === true ? { similarity: true } : {}),
    ...(options.grid === true ? { grid: true } : {}),
    engine: trained.engine,
  });
}
