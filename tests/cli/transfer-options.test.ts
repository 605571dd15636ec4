import { expect, test } from 'vitest';
import { sweepFrom, type TransferOptions } from '../../src/cli/transfer-options.ts';
import { LabError } from '../../src/errors/lab-error.ts';

/** What the command line gives where nothing but PLM and tasks is asked. */
const OPTIONS: TransferOptions = {
  plm: 'lab-tiny',
  tasks: 'sst2,subj',
  seeds: '1',
  starts: 'shared',
  randomPrompts: '1',
  maskShares: '0',
  maskRanking: 'signed',
  maskBudget: 'all-layers',
  maskRows: '10',
  randomMasks: '1',
  recommendSteps: '2',
  recommendProbe: '1',
  projectors: 'per-token',
  objectives: 'task,both',
  projectorSteps: '2',
  projectorLr: '0.01',
  projectorHidden: '4',
  arithmeticScales: '0.5,1,1.5',
  initExamples: '32',
  initLooks: '0,2,4',
  initDevRows: '250',
  engine: 'cpu',
};

function refusal(change: Partial<TransferOptions>): LabError {
  try {
    sweepFrom({ ...OPTIONS, ...change });
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

test('a sweep that asks for no arithmetic has no field of it', () => {
  expect('arithmetic' in sweepFrom(OPTIONS)).toBe(false);
});

test('arithmetic: tasks, scales and sums; sums alone are enough', () => {
  expect(sweepFrom({ ...OPTIONS, arithmetic: 'subj', arithmeticSums: 'sst2 + subj' }).arithmetic).toEqual({
    tasks: ['subj'],
    scales: [0.5, 1, 1.5],
    sums: [['sst2', 'subj']],
  });
  expect(sweepFrom({ ...OPTIONS, arithmeticSums: 'sst2+subj' }).arithmetic?.tasks).toEqual([]);
});

test.each(['sst2', 'sst2+', '+subj', 'sst2+subj+agnews'])('“%s” is no sum of two tasks', (arithmeticSums) => {
  expect(refusal({ arithmeticSums })).toMatchObject({ code: 'argument', where: '--arithmetic-sums' });
});

test('a scale beyond the bounds and a task that is not swept are named', () => {
  expect(refusal({ arithmetic: 'sst2', arithmeticScales: '11' }).where).toBe('--arithmetic-scales');
  expect(refusal({ arithmetic: 'agnews' }).message).toContain('arithmetic.tasks names “agnews”');
});

test('each closed form is there once, whatever the objectives; trained projectors once an objective', () => {
  const { projections } = sweepFrom({
    ...OPTIONS,
    projectTo: 'lab-small',
    projectors: 'relative,per-token,procrustes',
  });
  expect(projections.map(({ projector, objective }) => [projector, objective])).toEqual([
    ['relative', 'task'],
    ['per-token', 'task'],
    ['per-token', 'both'],
    ['procrustes', 'task'],
  ]);
  expect(refusal({ projectTo: 'lab-small', projectors: 'magic' }).where).toBe('--projectors');
});
