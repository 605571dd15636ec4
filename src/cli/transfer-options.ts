/** Options of `lab transfer` → the recipe of a sweep. What is not given is the default sweep's. */
import { LabError } from '../errors/lab-error.ts';
import { defaultSweep } from '../experiment/transfer/default-sweep.ts';
import type {
  ProjectionSettings,
  StartKind,
  TaskPair,
  TransferSweep,
} from '../experiment/transfer/sweep-recipe.ts';
import { parseTransferSweep } from '../experiment/transfer/sweep-schema.ts';
import { choiceOption, numberOption } from './output.ts';

export interface TransferOptions {
  readonly plm: string;
  readonly tasks: string;
  readonly seeds: string;
  readonly steps?: string;
  readonly evalEvery?: string;
  readonly lr?: string;
  readonly batch?: string;
  readonly promptLength?: string;
  readonly maxLength?: string;
  readonly starts: string;
  readonly devRows?: string;
  readonly testRows?: string;
  readonly randomPrompts: string;
  readonly initialise?: string;
  readonly mask?: string;
  readonly maskShares: string;
  readonly maskRanking: string;
  readonly maskBudget: string;
  readonly maskRows: string;
  readonly randomMasks: string;
  readonly recommend?: string;
  readonly recommendSteps: string;
  readonly recommendProbe: string;
  readonly projectTo?: string;
  readonly projectors: string;
  readonly objectives: string;
  readonly heldOut?: string;
  readonly projectorSteps: string;
  readonly projectorLr: string;
  readonly projectorHidden: string;
  readonly projectInitialise?: string;
  readonly engine: string;
  readonly reuse?: string;
  readonly out?: string;
  readonly printRecipe?: boolean;
  readonly json?: boolean;
}

export const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `sst2>mr,subj>sst2` as pairs. @throws LabError `argument` */
function pairs(text: string): readonly TaskPair[] {
  return list(text).map((part) => {
    const [source, target, more] = part.split('>').map((name) => name.trim());
    if (source !== '' && target !== undefined && target !== '' && more === undefined)
      return { source, target };
    throw new LabError({
      code: 'argument',
      message: `“${part}” is no pair source>target.`,
      remedy: 'Give --initialise such as "sst2>movie_reviews,agnews>yahoo".',
      where: '--initialise',
    });
  });
}

function numbers(name: string, text: string, high: number, whole: boolean): readonly number[] {
  return list(text).map((part) => numberOption(name, part, 0, high, whole));
}

const CLOSED_FORMS: readonly ProjectionSettings['projector'][] = ['least-squares', 'procrustes'];

function projections(options: TransferOptions, tasks: readonly string[]): readonly ProjectionSettings[] {
  const { projectTo } = options;
  if (projectTo === undefined) return [];
  const heldOutTasks = list(options.heldOut ?? '');
  const kinds = list(options.projectors).map((kind) =>
    choiceOption('--projectors', kind, [
      'per-token',
      'low-rank',
      'whole-prompt',
      'least-squares',
      'procrustes',
    ]),
  );
  const objectives = list(options.objectives).map((objective) =>
    choiceOption('--objectives', objective, ['distance', 'task', 'both']),
  );
  return kinds.flatMap((projector) =>
    // A closed form has no objective to choose.
    (CLOSED_FORMS.includes(projector) ? objectives.slice(0, 1) : objectives).map((objective) => ({
      toPlm: projectTo,
      projector,
      objective,
      hidden: numberOption('--projector-hidden', options.projectorHidden, 1, 100_000),
      trainTasks: tasks.filter((task) => !heldOutTasks.includes(task)),
      heldOutTasks,
      steps: numberOption('--projector-steps', options.projectorSteps, 1, 1_000_000),
      learningRate: numberOption('--projector-lr', options.projectorLr, 1e-8, 100, false),
      initialise: list(options.projectInitialise ?? ''),
    })),
  );
}

/** @throws LabError `argument` or `recipe` naming what is wrong */
export function sweepFrom(options: TransferOptions): TransferSweep {
  const base = defaultSweep(options.plm, list(options.tasks));
  const given = (name: string, text: string | undefined, fallback: number, high: number): number =>
    text === undefined ? fallback : numberOption(name, text, 1, high);
  const { training } = base;
  return parseTransferSweep({
    ...base,
    seeds: numbers('--seeds', options.seeds, 0xffff_ffff, true),
    training: {
      ...training,
      steps: given('--steps', options.steps, training.steps, 1_000_000),
      evalEvery: given('--eval-every', options.evalEvery, training.evalEvery, 1_000_000),
      batch: given('--batch', options.batch, training.batch, 4096),
      promptLength: given('--prompt-length', options.promptLength, training.promptLength, 1000),
      maxLength: given('--max-length', options.maxLength, training.maxLength, 8192),
      learningRate:
        options.lr === undefined ? training.learningRate : numberOption('--lr', options.lr, 1e-8, 100, false),
    },
    starts: list(options.starts).map((start): StartKind =>
      choiceOption('--starts', start, ['shared', 'own']),
    ),
    devRows: options.devRows === undefined ? null : numberOption('--dev-rows', options.devRows, 1, 1_000_000),
    testRows:
      options.testRows === undefined ? null : numberOption('--test-rows', options.testRows, 1, 1_000_000),
    randomPrompts: numberOption('--random-prompts', options.randomPrompts, 0, 100),
    initialisation: options.initialise === undefined ? [] : pairs(options.initialise),
    masking:
      options.mask === undefined
        ? null
        : {
            tasks: list(options.mask),
            shares: numbers('--mask-shares', options.maskShares, 1, false),
            ranking: choiceOption('--mask-ranking', options.maskRanking, ['signed', 'absolute']),
            budget: choiceOption('--mask-budget', options.maskBudget, ['all-layers', 'each-layer']),
            randomMasks: numberOption('--random-masks', options.randomMasks, 0, 100),
            rows: numberOption('--mask-rows', options.maskRows, 1, 1_000_000),
          },
    recommendation:
      options.recommend === undefined
        ? null
        : {
            examples: numberOption('--recommend', options.recommend, 1, 1_000_000),
            steps: numberOption('--recommend-steps', options.recommendSteps, 1, 1_000_000),
            probeSteps: numberOption('--recommend-probe', options.recommendProbe, 1, 1_000_000),
          },
    projections: projections(options, base.tasks),
    engine: choiceOption('--engine', options.engine, ['auto', 'cpu', 'wasm', 'webgpu']),
  });
}
