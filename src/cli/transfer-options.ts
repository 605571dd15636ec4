/** Options of `lab transfer` → the recipe of a sweep. What is not given is the default sweep's. */
import { LabError } from '../errors/lab-error.ts';
import { BOUNDS, SHARE, type Bounds } from '../experiment/bounds.ts';
import { defaultSweep } from '../experiment/transfer/default-sweep.ts';
import {
  isClosedForm,
  PROJECTORS,
  type ProjectionSettings,
  type StartKind,
  type TaskPair,
  type TransferSweep,
} from '../experiment/transfer/sweep-recipe.ts';
import { looksWithin, type EarlyLooks } from '../experiment/transfer/early-looks.ts';
import { parseTransferSweep } from '../experiment/transfer/sweep-schema.ts';
import { boundedOption, choiceOption, numberOption } from './output.ts';

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
  readonly initExamples: string;
  readonly initLooks: string;
  readonly initDevRows: string;
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
  readonly template?: string;
  readonly arithmetic?: string;
  readonly arithmeticScales: string;
  readonly arithmeticSums?: string;
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

/** `all` as null. */
const rowsOrAll = (name: string, text: string): number | null =>
  text === 'all' ? null : boundedOption(name, text, BOUNDS.rows);

/** How the runs of `--initialise` are looked at early; nothing without such runs, or for `--init-looks none`. */
function earlyLooks(options: TransferOptions, steps: number): { readonly earlyLooks?: EarlyLooks } {
  if (options.initialise === undefined || options.initLooks === 'none') return {};
  const looks = list(options.initLooks).map((step) => boundedOption('--init-looks', step, LOOK));
  return {
    earlyLooks: {
      examples: rowsOrAll('--init-examples', options.initExamples),
      looks: looksWithin(looks, steps),
      devRows: boundedOption('--init-dev-rows', options.initDevRows, BOUNDS.rows),
    },
  };
}

const LOOK: Bounds = { ...BOUNDS.steps, low: 0 };

/** `sst2+subj,sst2+agnews` as pairs. @throws LabError `argument` */
function sums(text: string): readonly (readonly [string, string])[] {
  return list(text).map((part) => {
    const [one, other, more] = part.split('+').map((name) => name.trim());
    if (one !== '' && other !== undefined && other !== '' && more === undefined) return [one, other];
    throw new LabError({
      code: 'argument',
      message: `“${part}” is no sum of two tasks.`,
      remedy: 'Give --arithmetic-sums such as "sst2+subj,agnews+yahoo".',
      where: '--arithmetic-sums',
    });
  });
}

/** Nothing where nothing is asked, so that a recipe is what it was before there was arithmetic. */
function arithmetic(options: TransferOptions): Pick<TransferSweep, 'arithmetic'> {
  if (options.arithmetic === undefined && options.arithmeticSums === undefined) return {};
  const scales = list(options.arithmeticScales);
  return {
    arithmetic: {
      tasks: list(options.arithmetic ?? ''),
      scales: scales.map((scale) => boundedOption('--arithmetic-scales', scale, BOUNDS.vectorScale)),
      sums: sums(options.arithmeticSums ?? ''),
    },
  };
}

function projections(options: TransferOptions, tasks: readonly string[]): readonly ProjectionSettings[] {
  const { projectTo } = options;
  if (projectTo === undefined) return [];
  const heldOutTasks = list(options.heldOut ?? '');
  const kinds = list(options.projectors).map((kind) => choiceOption('--projectors', kind, PROJECTORS));
  const objectives = list(options.objectives).map((objective) =>
    choiceOption('--objectives', objective, ['distance', 'task', 'both']),
  );
  return kinds.flatMap((projector) =>
    // A closed form has no objective to choose.
    (isClosedForm(projector) ? objectives.slice(0, 1) : objectives).map((objective) => ({
      toPlm: projectTo,
      projector,
      objective,
      hidden: numberOption('--projector-hidden', options.projectorHidden, 1, 100_000),
      trainTasks: tasks.filter((task) => !heldOutTasks.includes(task)),
      heldOutTasks,
      steps: boundedOption('--projector-steps', options.projectorSteps, BOUNDS.steps),
      learningRate: boundedOption('--projector-lr', options.projectorLr, BOUNDS.learningRate),
      initialise: list(options.projectInitialise ?? ''),
    })),
  );
}

/** @throws LabError `argument` or `recipe` naming what is wrong */
export function sweepFrom(options: TransferOptions): TransferSweep {
  const base = defaultSweep(options.plm, list(options.tasks));
  const given = (name: string, text: string | undefined, fallback: number, bounds: Bounds): number =>
    text === undefined ? fallback : boundedOption(name, text, bounds);
  const { training } = base;
  const steps = given('--steps', options.steps, training.steps, BOUNDS.steps);
  return parseTransferSweep({
    ...base,
    seeds: list(options.seeds).map((seed) => boundedOption('--seeds', seed, BOUNDS.seed)),
    training: {
      ...training,
      steps,
      evalEvery: given('--eval-every', options.evalEvery, training.evalEvery, BOUNDS.evalEvery),
      batch: given('--batch', options.batch, training.batch, BOUNDS.batch),
      promptLength: given(
        '--prompt-length',
        options.promptLength,
        training.promptLength,
        BOUNDS.promptLength,
      ),
      maxLength: given('--max-length', options.maxLength, training.maxLength, BOUNDS.maxLength),
      learningRate: given('--lr', options.lr, training.learningRate, BOUNDS.learningRate),
    },
    starts: list(options.starts).map((start): StartKind =>
      choiceOption('--starts', start, ['shared', 'own']),
    ),
    devRows: options.devRows === undefined ? null : boundedOption('--dev-rows', options.devRows, BOUNDS.rows),
    testRows:
      options.testRows === undefined ? null : boundedOption('--test-rows', options.testRows, BOUNDS.rows),
    randomPrompts: numberOption('--random-prompts', options.randomPrompts, 0, 100),
    initialisation: options.initialise === undefined ? [] : pairs(options.initialise),
    ...earlyLooks(options, steps),
    masking:
      options.mask === undefined
        ? null
        : {
            tasks: list(options.mask),
            shares: list(options.maskShares).map((share) => boundedOption('--mask-shares', share, SHARE)),
            ranking: choiceOption('--mask-ranking', options.maskRanking, ['signed', 'absolute']),
            budget: choiceOption('--mask-budget', options.maskBudget, ['all-layers', 'each-layer']),
            randomMasks: numberOption('--random-masks', options.randomMasks, 0, 100),
            rows: boundedOption('--mask-rows', options.maskRows, BOUNDS.rows),
          },
    recommendation:
      options.recommend === undefined
        ? null
        : {
            examples: boundedOption('--recommend', options.recommend, BOUNDS.rows),
            steps: boundedOption('--recommend-steps', options.recommendSteps, BOUNDS.steps),
            probeSteps: boundedOption('--recommend-probe', options.recommendProbe, BOUNDS.steps),
          },
    projections: projections(options, base.tasks),
    ...arithmetic(options),
    ...(options.template === undefined ? {} : { template: options.template }),
    engine: choiceOption('--engine', options.engine, ['auto', 'cpu', 'wasm', 'webgpu']),
  });
}
