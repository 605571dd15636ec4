/** The form of a growing run: as the run shown fills it, and what is wrong with it, field by field. Pure. */
import { BOUNDS, outOfBounds, POSITIVE, type Bounds } from '../../experiment/bounds.ts';
import { defaultGrowth } from '../../experiment/progressive/default-growth.ts';
import { readSeeds } from '../sweep/read-seeds.ts';
import { draftOfPlan, wholeNumber, type Whole } from './stage-draft.ts';
import type { GrowDraft, ShownGrowth, StageDraft } from './grow-lab-types.ts';

/** Evaluations of the growing run that a form begins with. */
const LOOKS = 10;

const { training, selectLayers } = defaultGrowth('', ['']);

/** What the form has no field for, unless a run is shown that says otherwise. */
export const USUAL_REST: GrowDraft['rest'] = { training, selectLayers };

export const FIRST_GROW_DRAFT: GrowDraft = {
  plm: '',
  task: '',
  stages: [],
  steps: String(training.steps),
  promptLength: String(training.promptLength),
  learningRate: String(training.learningRate),
  batch: String(training.batch),
  evalEvery: String(training.steps / LOOKS),
  seeds: '1,2,3',
  devRows: '200',
  testRows: '',
  selectNeurons: 'activation',
  scoreRows: '1000',
  grows: 'fixed',
  epsilon: '0.01',
  window: '20',
  decoder: false,
  compare: ['full', 'flops'],
  similarity: false,
  grid: false,
  startFrom: '',
  rest: USUAL_REST,
};

const orEmpty = (rows: number | null): string => (rows === null ? '' : String(rows));

/** As a form that makes the run shown. */
export function draftOfGrowth(
  { report: { recipe, task }, structure }: Pick<ShownGrowth, 'report' | 'structure'>,
  draft: GrowDraft,
): GrowDraft {
  const { training: own, growth, decoder } = recipe;
  return {
    ...draft,
    plm: recipe.plm,
    task,
    stages: draftOfPlan(recipe.stages, own.steps, decoder, structure),
    steps: String(own.steps),
    promptLength: String(own.promptLength),
    learningRate: String(own.learningRate),
    batch: String(own.batch),
    evalEvery: String(own.evalEvery),
    seeds: recipe.seeds.join(','),
    devRows: orEmpty(recipe.devRows),
    testRows: orEmpty(recipe.testRows),
    selectNeurons: recipe.selectNeurons,
    scoreRows: String(recipe.scoreRows),
    grows: growth.kind,
    ...(growth.kind === 'plateau'
      ? { epsilon: String(growth.epsilon), window: String(growth.window) }
      : { epsilon: draft.epsilon, window: draft.window }),
    decoder,
    compare: recipe.compare,
    similarity: recipe.similarity === true,
    grid: recipe.grid === true,
    rest: {
      training: own,
      selectLayers: recipe.selectLayers,
      template: recipe.template,
      labelWords: recipe.labelWords,
    },
  };
}

export type StageProblems = Partial<Record<keyof StageDraft, string>>;

export interface GrowProblems {
  /** One a stage. */
  readonly stages: readonly StageProblems[];
  readonly fields: Partial<Record<keyof GrowDraft, string>>;
}

export const hasProblems = ({ stages, fields }: GrowProblems): boolean =>
  Object.keys(fields).length > 0 || stages.some((stage) => Object.keys(stage).length > 0);

/** The first thing that is wrong with the stages, for where there is no room beside a field. */
export function firstStageProblem({ stages, fields }: GrowProblems): string | null {
  const at = stages.findIndex((stage) => Object.keys(stage).length > 0);
  const [problem] = Object.values(stages.at(Math.max(0, at)) ?? {});
  if (at >= 0 && problem !== undefined) return `Stage ${String(at + 1)}: ${problem}`;
  return fields.steps ?? fields.stages ?? null;
}

/**
 * What is wrong with the form; empty where a run can be started.
 * @param whole of the PLM; null while it isn't known: then sizes are checked when the run starts
 */
export function problemsOfGrow(draft: GrowDraft, whole: Whole | null): GrowProblems {
  return {
    stages: draft.stages.map((_, index) => stageProblems(draft, index, whole)),
    fields: { ...stepProblems(draft), ...fieldProblems(draft) },
  };
}

function stageProblems({ plm, stages }: GrowDraft, index: number, whole: Whole | null): StageProblems {
  const stage = stages[index];
  const before = index === 0 ? null : stages[index - 1];
  const size = (of: 'layers' | 'neurons'): string | null => {
    const own = wholeNumber(stage[of]);
    if (own === null) return `A whole number of ${of}.`;
    if (whole !== null && own > whole[of]) return `There are ${String(whole[of])} ${of} in ${plm}.`;
    const least = before === null ? null : wholeNumber(before[of]);
    return least !== null && own < least
      ? `Fewer ${of} than stage ${String(index)} has (${String(least)}): a model grows.`
      : null;
  };
  const [layers, neurons] = [size('layers'), size('neurons')];
  return {
    ...(wholeNumber(stage.steps) === null ? { steps: 'A whole number of steps, at least 1.' } : {}),
    ...(layers === null ? {} : { layers }),
    ...(neurons === null ? {} : { neurons }),
  };
}

/** Whether the stages' steps come to those of the run. */
function stepProblems({ stages, steps }: GrowDraft): GrowProblems['fields'] {
  if (stages.length === 0) return { stages: 'At least one stage is needed.' };
  const all = wholeNumber(steps);
  if (all === null) return { steps: 'A whole number of steps, such as 600.' };
  const own = stages.map((stage) => wholeNumber(stage.steps));
  if (own.includes(null)) return {};
  const sum = own.reduce<number>((total, one) => total + (one ?? 0), 0);
  return sum === all
    ? {}
    : { steps: `The stages have ${String(sum)} steps together, and the run ${String(all)}.` };
}

function fieldProblems(draft: GrowDraft): GrowProblems['fields'] {
  const problems: [keyof GrowDraft, string | null][] = [
    ['promptLength', outside(draft.promptLength, BOUNDS.promptLength)],
    ['batch', outside(draft.batch, BOUNDS.batch)],
    ['learningRate', outside(draft.learningRate, POSITIVE)],
    ['evalEvery', outside(draft.evalEvery, BOUNDS.steps)],
    ['devRows', draft.devRows.trim() === '' ? null : outside(draft.devRows, BOUNDS.rows)],
    ['testRows', draft.testRows.trim() === '' ? null : outside(draft.testRows, BOUNDS.rows)],
    ['scoreRows', outside(draft.scoreRows, BOUNDS.rows)],
    [
      'seeds',
      readSeeds(draft.seeds) === null ? 'Different whole numbers with commas between, such as 1,2,3.' : null,
    ],
    ['epsilon', draft.grows === 'plateau' ? outside(draft.epsilon, POSITIVE) : null],
    ['window', draft.grows === 'plateau' ? outside(draft.window, BOUNDS.steps) : null],
  ];
  return Object.fromEntries(problems.filter(([, problem]) => problem !== null));
}

/** Why a number can't be; null for one that can. */
function outside(text: string, bounds: Bounds): string | null {
  const problem = text.trim() === '' ? 'must be a number' : outOfBounds(Number(text), bounds);
  return problem === null ? null : `It ${problem}.`;
}
