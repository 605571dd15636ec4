import { describe, expect, test } from 'vitest';
import { boundaryByKey } from '../../src/app/grow/boundary-keys.ts';
import { commandOf } from '../../src/app/grow/command-of-draft.ts';
import { factsOfGrowth } from '../../src/app/grow/facts-of-growth.ts';
import { gridCost, gridCostText } from '../../src/app/grow/grid-cost.ts';
import {
  draftOfGrowth,
  FIRST_GROW_DRAFT,
  firstStageProblem,
  hasProblems,
  problemsOfGrow,
} from '../../src/app/grow/grow-draft.ts';
import type { GrowDraft, StageDraft } from '../../src/app/grow/grow-lab-types.ts';
import { isStale } from '../../src/app/grow/is-stale.ts';
import { EMPTY_GROW, reduceGrowEvent } from '../../src/app/grow/lab/grow-state.ts';
import { recipeOfGrowDraft } from '../../src/app/grow/lab/recipe-of-grow-draft.ts';
import {
  dropStage,
  moveBoundary,
  partKey,
  plannedStages,
  reductionOf,
  rescaleStages,
  resizeStage,
  splitStage,
  usualStages,
  wholeOf,
} from '../../src/app/grow/stage-draft.ts';
import { defaultGrowth } from '../../src/experiment/progressive/default-growth.ts';
import type { GrownStructure } from '../../src/experiment/progressive/growth-record.ts';
import { REPORT, SEEDS } from '../views/grow/small-growth.ts';

const STRUCTURE: GrownStructure = {
  layers: Array.from({ length: 6 }, () => ({ side: 'encoder', neurons: [768] })),
  separable: true,
  width: 192,
  vocabulary: 8000,
  gated: false,
};
const WHOLE = wholeOf(STRUCTURE, false);

const stage = (steps: number | string, layers: number | string, neurons: number | string): StageDraft => ({
  steps: String(steps),
  layers: String(layers),
  neurons: String(neurons),
});

const STAGES = [stage(120, 2, 192), stage(120, 3, 384), stage(120, 5, 576), stage(240, 6, 768)];
const DRAFT: GrowDraft = { ...FIRST_GROW_DRAFT, plm: 'lab-small', task: 'subj', stages: STAGES };
const stepsIn = (stages: readonly StageDraft[]): string[] => stages.map(({ steps }) => steps);

describe('stages of the form', () => {
  test('are the paper’s on a PLM, whatever is made smaller', () => {
    expect(usualStages('both', 600, false, STRUCTURE)).toEqual(STAGES);
    expect(reductionOf(STAGES, WHOLE)).toBe('depth and width');
    expect(reductionOf(usualStages('width', 600, false, STRUCTURE), WHOLE)).toBe('width');
    expect(reductionOf(usualStages('depth', 600, false, STRUCTURE), WHOLE)).toBe('depth');
    expect(reductionOf([stage(600, 6, 768)], WHOLE)).toBe('one stage');
  });

  test('a boundary takes from one what it gives the other, and leaves each a step', () => {
    expect(stepsIn(moveBoundary(STAGES, 1, 200))).toEqual(['120', '80', '160', '240']);
    expect(stepsIn(moveBoundary(STAGES, 0, -5))).toEqual(['1', '239', '120', '240']);
    expect(stepsIn(moveBoundary(STAGES, 2, 9999))).toEqual(['120', '120', '359', '1']);
    expect(moveBoundary([stage('x', 2, 2), stage(3, 2, 2)], 0, 2)).toEqual([
      stage('x', 2, 2),
      stage(3, 2, 2),
    ]);
  });

  test('sizes stop at the neighbours’ and at the PLM’s', () => {
    expect(resizeStage(STAGES, 1, 'layers', 9, WHOLE)[1].layers).toBe('5');
    expect(resizeStage(STAGES, 1, 'layers', -9, WHOLE)[1].layers).toBe('2');
    expect(resizeStage(STAGES, 3, 'neurons', 999, WHOLE)[3].neurons).toBe('768');
  });

  test('can be split and dropped without losing a step, and keep their shares of others', () => {
    const sum = (stages: readonly StageDraft[]): number =>
      stages.reduce((total, { steps }) => total + Number(steps), 0);
    expect(stepsIn(splitStage(STAGES, 3))).toEqual(['120', '120', '120', '120', '120']);
    expect(stepsIn(dropStage(STAGES, 0))).toEqual(['240', '120', '240']);
    expect(stepsIn(dropStage(STAGES, 3))).toEqual(['120', '120', '360']);
    expect(stepsIn(rescaleStages(STAGES, 300))).toEqual(['60', '60', '60', '120']);
    for (const steps of [4, 5, 7, 601]) {
      const scaled = rescaleStages(STAGES, steps);
      expect(sum(scaled)).toBe(steps);
      expect(scaled.every((one) => Number(one.steps) >= 1)).toBe(true);
    }
    expect(rescaleStages(STAGES, 3)).toBe(STAGES);
  });

  test('are drawn with what is known of their cost; what can’t be is drawn as the nearest that can', () => {
    const costs = new Map([[partKey(DRAFT, 2, 192), 0.22]]);
    const { stages, problem } = plannedStages(DRAFT, STRUCTURE, costs);
    expect(problem).toBeNull();
    expect(stages.map(({ layers, from, to }) => [layers.length, from, to])).toEqual([
      [2, 1, 120],
      [3, 121, 240],
      [5, 241, 360],
      [6, 361, 600],
    ]);
    expect(stages.map(({ relativeFlops }) => relativeFlops)).toEqual([0.22, null, null, null]);
    const odd = { ...DRAFT, stages: [stage('', 99, 'x')] };
    expect(plannedStages(odd, STRUCTURE, costs).stages[0]).toMatchObject({ neurons: 1, from: 1, to: 1 });
    const fixed = plannedStages(DRAFT, { ...STRUCTURE, separable: false }, costs);
    expect(fixed.problem).toContain('Layers can’t be left out');
  });
});

describe('keys at the end of a stage', () => {
  const press = (key: string, shift = false) => boundaryByKey(STAGES, 1, { key, shift }, WHOLE);

  test('move it, by one step with Shift', () => {
    expect(stepsIn(press('ArrowRight') ?? [])).toEqual(['120', '132', '108', '240']);
    expect(stepsIn(press('ArrowLeft', true) ?? [])).toEqual(['120', '119', '121', '240']);
    expect(stepsIn(press('Home') ?? [])).toEqual(['120', '1', '239', '240']);
  });

  test('change layers, with Shift neurons; others mean nothing', () => {
    expect(press('ArrowUp')?.[1]).toEqual(stage(120, 4, 384));
    expect(press('ArrowDown', true)?.[1]).toEqual(stage(120, 3, 336));
    expect(press('x')).toBeNull();
  });
});

describe('what is wrong with the form', () => {
  const wrong = (change: Partial<GrowDraft>) => problemsOfGrow({ ...DRAFT, ...change }, WHOLE);

  test('nothing with the first one', () => {
    expect(hasProblems(problemsOfGrow(DRAFT, WHOLE))).toBe(false);
  });

  test('stages that don’t fit the PLM or one another are said where they are typed', () => {
    const found = wrong({ stages: [stage(120, 7, 192), stage(480, 6, 9999)] });
    expect(found.stages[0].layers).toBe('There are 6 layers in lab-small.');
    expect(found.stages[1].layers).toContain('a model grows');
    expect(found.stages[1].neurons).toBe('There are 768 neurons in lab-small.');
    expect(firstStageProblem(found)).toBe('Stage 1: There are 6 layers in lab-small.');
    expect(wrong({ stages: [stage('a', '', 1.5)] }).stages[0]).toEqual({
      steps: 'A whole number of steps, at least 1.',
      layers: 'A whole number of layers.',
      neurons: 'A whole number of neurons.',
    });
  });

  test('steps that don’t add up name both sums', () => {
    expect(firstStageProblem(wrong({ steps: '500' }))).toBe(
      'The stages have 600 steps together, and the run 500.',
    );
  });

  test('sizes of a PLM that isn’t known are left to the run; numbers are not', () => {
    const { stages, fields } = problemsOfGrow(
      { ...DRAFT, stages: [stage(600, 99, 9999)], seeds: '1,1' },
      null,
    );
    expect(stages).toEqual([{}]);
    expect(fields.seeds).toContain('Different whole numbers');
    expect(wrong({ batch: '0', devRows: '', window: '0' }).fields).toEqual({
      batch: 'It must be at least 1.',
    });
    expect(wrong({ grows: 'plateau', window: '0' }).fields.window).toBe('It must be at least 1.');
  });
});

describe('the recipe that the form means', () => {
  test('is one by counts, and the form of its run is the form again', () => {
    const recipe = recipeOfGrowDraft({ ...DRAFT, grid: true, devRows: '', compare: ['flops'] }, null);
    expect(recipe.stages).toEqual({
      by: 'counts',
      counts: STAGES.map(({ steps, layers, neurons }) => ({
        steps: Number(steps),
        layers: Number(layers),
        neurons: Number(neurons),
      })),
    });
    expect(recipe).toMatchObject({ seeds: [1, 2, 3], grid: true, devRows: null, compare: ['flops'] });
    const back = draftOfGrowth({ report: { ...REPORT, recipe }, structure: STRUCTURE }, FIRST_GROW_DRAFT);
    expect(back).toEqual({
      ...DRAFT,
      grid: true,
      devRows: '',
      compare: ['flops'],
      rest: { training: recipe.training, selectLayers: 'evenly', template: undefined, labelWords: undefined },
    });
  });

  test('keeps what the form has no field for', () => {
    const base = defaultGrowth('lab-small', ['subj']);
    const recipe = { ...base, training: { ...base.training, schedule: 'constant' as const } };
    const draft = draftOfGrowth({ report: { ...REPORT, recipe }, structure: STRUCTURE }, FIRST_GROW_DRAFT);
    expect(recipeOfGrowDraft(draft, null).training.schedule).toBe('constant');
    expect(commandOf(draft)).toContain('--schedule constant');
  });

  test('a prompt to start from decides the number of soft tokens', () => {
    const start = { name: 'mine', length: 2, width: 1, values: [1, 2] };
    expect(recipeOfGrowDraft(DRAFT, start)).toMatchObject({ start, training: { promptLength: 2 } });
  });

  test('as a command says only what isn’t usual', () => {
    expect(commandOf({ ...DRAFT, seeds: '1', devRows: '', evalEvery: '100', promptLength: '5' })).toBe(
      'npm run -s lab -- grow --plm lab-small --task subj --stages "120:2x192,120:3x384,120:5x576,240:6x768" --prompt-length 5 --compare "full,flops" --out grown.plab',
    );
  });
});

describe('the cost of reading by every part', () => {
  test('counts parts, evaluations and rows, and sets them against full runs', () => {
    const cost = gridCost({ ...DRAFT, devRows: '200' }, 500);
    expect(cost).toEqual({ evaluations: 10, parts: 16, rows: 200, runs: (10 * 16 * 200) / (2 * 600 * 16) });
    expect(gridCostText({ ...DRAFT, devRows: '' }, 500)).toBe(
      '16 parts read 500 dev rows at 10 evaluations: at most 4.2 full runs, for each seed.',
    );
    expect(gridCost({ ...DRAFT, evalEvery: '' }, 500)).toBeNull();
  });
});

describe('what is shown', () => {
  const shown = { report: REPORT, structure: STRUCTURE, testRows: 500, scores: null, madeBy: {} };

  test('is stale as soon as the form makes another run, and not while one is under way', () => {
    const draft = draftOfGrowth(shown, FIRST_GROW_DRAFT);
    expect(isStale({ shown, status: 'idle' }, draft)).toBe(false);
    const other = { ...draft, stages: moveBoundary(draft.stages, 0, 60) };
    expect(isStale({ shown, status: 'idle' }, other)).toBe(true);
    expect(isStale({ shown, status: 'running' }, other)).toBe(false);
    expect(isStale({ shown, status: 'idle' }, { ...draft, grid: true })).toBe(false);
  });

  test('a sweep without its growing run says how far it is', () => {
    const bare = { ...shown, report: { ...REPORT, arms: [], done: 2 } };
    const none = { progress: null };
    expect(factsOfGrowth({ shown: bare, status: 'stopped', ...none }, 'subj', null).kind).toBe('filling');
    expect(factsOfGrowth({ shown, status: 'idle', ...none }, 'subj', null).kind).toBe('measured');
    expect(factsOfGrowth({ shown: null, status: 'idle', ...none }, 'subj', 0.6)).toEqual({
      kind: 'planned',
      cost: 0.6,
    });
  });
});

describe('a live run', () => {
  const recipe = { ...defaultGrowth('lab-small', ['subj']), seeds: SEEDS };
  const progress = (cell: string, done: number, loss?: number) => ({
    kind: 'progress' as const,
    progress: {
      ...{ cell, doing: 'training', done, total: 600, cellsDone: 0, cellsTotal: 9, secondsLeft: null },
      ...(loss === undefined ? {} : { loss }),
    },
  });

  test('shows the losses of the run at work, and forgets them with the next', () => {
    const grow = 'grow subj seed 2';
    let state = reduceGrowEvent({ ...EMPTY_GROW, status: 'starting' }, progress(grow, 1, 0.9), recipe);
    state = reduceGrowEvent(state, progress(grow, 2, 0.8), recipe);
    expect(state).toMatchObject({ status: 'running', now: { arm: 'grow', seed: 2, steps: 600 } });
    expect(state.now?.losses).toEqual([
      { step: 1, loss: 0.9 },
      { step: 2, loss: 0.8 },
    ]);
    // Test rows are read by the same cell.
    expect(reduceGrowEvent(state, progress(grow, 32), recipe).now).toBe(state.now);
    const next = reduceGrowEvent(state, progress('full subj seed 2', 1, 0.7), recipe);
    expect(next.now).toMatchObject({ arm: 'full', losses: [{ step: 1, loss: 0.7 }] });
    expect(reduceGrowEvent(next, progress('scores subj', 5), recipe).now).toBeNull();
    expect(reduceGrowEvent(next, { kind: 'finished' }, recipe)).toMatchObject({
      status: 'finished',
      now: null,
    });
  });
});
