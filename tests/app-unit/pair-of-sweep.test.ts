import { afterEach, describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { EMPTY_SHELF, type ShelfState } from '../../src/app/library/shelf.ts';
import { createDraftStore, startableRecipe } from '../../src/app/recipe/draft-store.ts';
import { promptOf } from '../../src/experiment/artefacts.ts';
import { findTask } from '../../src/data/task-catalogue.ts';
import { runOfCell, trainFromPrompt } from '../../src/app/sweep/train-from-prompt.ts';
import { answerChanges, changesText } from '../../src/app/transfer/answer-changes.ts';
import type { LossPoint } from '../../src/views/transfer/training-lines.ts';
import { trainingNow, trainingOfTasks } from '../../src/app/transfer/training-of-sweep.ts';
import { flipsOf } from '../../src/app/transfer/flipped-examples.tsx';
import { readRunRecord, writeRunRecord } from '../../src/experiment/run-record-json.ts';
import { defaultSweep } from '../../src/experiment/transfer/default-sweep.ts';
import type { SweptTask } from '../../src/experiment/sweep/sweep-record.ts';
import type { TrainedCell } from '../../src/experiment/transfer/cells/train.ts';
import type { ScoredCell } from '../../src/experiment/transfer/cells/transfer.ts';
import type { TransferRecord } from '../../src/experiment/transfer/transfer-record.ts';
import { cellId } from '../experiment/transfer-cells.ts';
import { memoryKeyValue } from '../storage/memory-key-value.ts';
import { syntheticRecipe } from './synthetic-run.ts';

const scored = (predictions: readonly number[]): ScoredCell => ({
  kind: 'scored',
  predictions,
  seconds: [1, 0.9],
});

const task = (name: string): SweptTask => ({
  name,
  family: 'sentiment',
  labels: ['negative', 'positive'],
  truth: [0, 1, 1, 0],
  leaked: {},
  sha256: null,
});

function record(): TransferRecord {
  const recipe = { ...defaultSweep('lab-tiny', ['sst2', 'subj']), seeds: [7] };
  const { promptLength } = recipe.training;
  const trained: TrainedCell = {
    kind: 'trained',
    length: promptLength,
    width: 2,
    prompt: new Float32Array(2 * promptLength).fill(0.25),
    bestStep: 100,
    dev: 0.8,
    curve: [{ step: 100, loss: 0.5, accuracy: 0.8, flops: 10 }],
    seconds: [3],
    activated: [''],
  };
  const transfer = (from: string, to: string): string =>
    cellId({
      kind: 'transfer',
      source: { kind: 'task', task: from, start: 'shared' },
      target: to,
      seed: 7,
      plm: 'lab-tiny',
    });
  return {
    version: 1,
    kind: 'sweep',
    recipe,
    tasks: [task('sst2'), task('subj')],
    plms: [],
    initialPrompts: {},
    parts: [
      {
        madeBy: 'a test',
        startedAt: '2026-01-01T00:00:00.000Z',
        engine: {
          engine: 'cpu',
          device: 'CPU',
          why: '',
          threads: 1,
          parity: null,
          graphCapture: 'unsupported',
          versions: {},
          diagnostics: {},
        },
      },
    ],
    cells: {
      [cellId({ kind: 'train', task: 'sst2', start: 'shared', seed: 7, plm: 'lab-tiny' })]: trained,
      [transfer('subj', 'subj')]: scored([0, 1, 0, 0]),
      [transfer('sst2', 'subj')]: scored([1, 1, 1, 0]),
    },
  };
}

test('rows flip where exactly one of the two prompts is right', () => {
  const [, subj] = record().tasks;
  expect(flipsOf(record(), 'shared', 'sst2', subj)).toEqual({
    seed: 7,
    flips: [
      { row: 0, own: 0, source: 1, gained: false },
      { row: 2, own: 0, source: 1, gained: true },
    ],
  });
  expect(flipsOf(record(), 'own', 'sst2', subj)).toBeNull();
});

test('answers that change against no prompt, to right and to wrong', () => {
  const whole = record();
  const [, subj] = whole.tasks;
  expect(answerChanges(whole, 'shared', 'sst2', subj)).toBeNull();
  const bare = cellId({
    kind: 'transfer',
    source: { kind: 'none' },
    target: 'subj',
    seed: 0,
    plm: 'lab-tiny',
  });
  const scoredBare = { ...whole, cells: { ...whole.cells, [bare]: scored([0, 0, 0, 0]) } };
  const changes = answerChanges(scoredBare, 'shared', 'sst2', subj);
  expect(changes).toEqual({ seed: 7, rows: 4, before: 0.5, changed: 3, toRight: 2, toWrong: 1 });
  expect(changes === null ? '' : changesText(changes)).toBe(
    'Against no prompt (50 %), 3 of 4 answers change: 2 to right, 1 to wrong (seed\u00a07).',
  );
  expect(answerChanges(scoredBare, 'own', 'sst2', subj)).toBeNull();
});

describe('how prompts learn while a sweep runs', () => {
  const whole = record();
  const progress = {
    cell: cellId({ kind: 'train', task: 'subj', start: 'shared', seed: 7, plm: 'lab-tiny' }),
    doing: 'training subj',
    done: 30,
    total: 120,
    cellsDone: 3,
    cellsTotal: 9,
    secondsLeft: null,
  };

  test('the prompt in training is known by its cell', () => {
    expect(trainingNow(whole.recipe, 'shared', progress)).toEqual({
      task: 'subj',
      seed: 7,
      step: 30,
      steps: 120,
    });
    expect(trainingNow(whole.recipe, 'shared', { ...progress, cell: 'another' })).toBeNull();
    expect(trainingNow(whole.recipe, 'shared', null)).toBeNull();
  });

  test('the loss of the one under way is the last line, once it is a line', () => {
    const under = (losses: readonly LossPoint[]) =>
      trainingOfTasks(whole, 'shared', { task: 'sst2' }, 0.5, losses)[0].losses;
    const points = [
      { step: 5, loss: 0.9 },
      { step: 10, loss: 0.7 },
    ];
    expect(under(points)).toEqual([[expect.objectContaining({ step: 100, loss: 0.5 })], points]);
    expect(under(points.slice(1))).toHaveLength(1);
    expect(trainingOfTasks(whole, 'shared', { task: 'sst2' }, 0.5, points)[1].losses).toEqual([]);
  });

  test('losses on dev rows come with a finished training', () => {
    expect(trainingOfTasks(whole, 'shared', { task: 'subj' }, 0.25)).toMatchObject([
      { losses: [[{ step: 100, loss: 0.5 }]], isNow: false, share: 0 },
      { losses: [], isNow: true, share: 0.25 },
    ]);
    expect(trainingOfTasks(whole, 'own', null, 0).every(({ losses }) => losses.length === 0)).toBe(true);
  });
});

test('a prompt of a sweep becomes the record of a run that can be saved and read again', () => {
  const run = runOfCell(record(), 'sst2', findTask('sst2'), 'shared');
  if (run === null) throw new Error('no run');
  expect(run.recipe).toMatchObject({ plm: 'lab-tiny', task: 'sst2', seed: 7 });
  expect(promptOf(run.artefacts)?.values).toHaveLength(2 * run.recipe.promptLength);
  expect(readRunRecord(writeRunRecord(run))).toEqual(run);
});

test('a prompt that is not trained yet, or a task that the page lacks, gives no run', () => {
  expect(runOfCell(record(), 'subj', findTask('subj'), 'shared')).toBeNull();
  expect(runOfCell(record(), 'nowhere', null, 'shared')).toBeNull();
});

afterEach(() => vi.unstubAllGlobals());

test('a run on another task from a recorded prompt takes no engine that the page lacks', async () => {
  const address = { hash: '' };
  vi.stubGlobal('location', address);
  const shelf = createStore<ShelfState>(() => EMPTY_SHELF);
  const lab = { shelf, storage: memoryKeyValue(), draft: createDraftStore(syntheticRecipe(), null, shelf) };
  const whole = record();
  // As the command line records it.
  const recorded = { ...whole, recipe: { ...whole.recipe, engine: 'cpu' as const } };
  await trainFromPrompt(lab, recorded, 'sst2', 'subj', 'shared');
  expect(startableRecipe(lab.draft.getState())).toMatchObject({
    task: 'subj',
    engine: 'auto',
    init: { kind: 'saved', promptId: lab.draft.getState().savedRuns[0].id },
  });
  expect(address.hash).toBe('#/train');
});
