import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { defaultSweep, shortSweep } from '../../../src/experiment/transfer/default-sweep.ts';
import { parseSweep, readSweep } from '../../../src/experiment/sweep-recipes.ts';
import { madeSweep, wholeSweep } from '../made-sweep.ts';

function refusal(value: unknown): LabError {
  try {
    parseSweep(value);
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

/** The whole sweep as JSON, changed. */
function changed(change: Record<string, unknown>): unknown {
  return { ...JSON.parse(JSON.stringify(wholeSweep())), ...change };
}

const { masking, projections, training, arithmetic } = wholeSweep();
const projection = (change: Record<string, unknown>): unknown[] => [{ ...projections[0], ...change }];

test('a whole sweep, the default one and the short one come back as they were', () => {
  const earlyLooks = { examples: null, looks: [0, 2, 20], devRows: 250 };
  for (const sweep of [
    wholeSweep(),
    wholeSweep({ earlyLooks }),
    wholeSweep({ template: '{a} : [MASK]' }),
    defaultSweep('p', ['a']),
    shortSweep('lab-small'),
  ])
    expect(parseSweep(JSON.parse(JSON.stringify(sweep)))).toEqual(sweep);
});

describe('each fault is refused, with the field and what is wrong with it', () => {
  test.each<readonly [string, Record<string, unknown>, RegExp]>([
    ['a template without a mask', { template: '{a} .' }, /template must have \[MASK\] once/],
    ['a template without a text', { template: 'so [MASK]' }, /template must have \{a\}/],
    ['no tasks', { tasks: [] }, /tasks must name at least one task/],
    ['no seeds', { seeds: [] }, /seeds must have at least one seed/],
    ['a task twice', { tasks: ['joy', 'mood', 'topic', 'joy'] }, /tasks has an entry twice/],
    ['a seed twice', { seeds: [1, 1] }, /seeds has a seed twice/],
    ['half a seed', { seeds: [0.5] }, /seeds\.0 must be a whole number/],
    ['a seed that is none', { seeds: [-1] }, /seeds\.0 must be at least 0/],
    ['no start', { starts: [] }, /starts must have shared or own/],
    ['an unknown start', { starts: ['other'] }, /starts\.0 must be shared or own/],
    ['an unknown field', { colour: 'red' }, /colour is not a field of a sweep/],
    ['another version', { version: 2 }, /version must be 1/],
    ['a stray source', { initialisation: [{ source: 'x', target: 'joy' }] }, /initialisation names “x”/],
    ['a stray target', { initialisation: [{ source: 'joy', target: 'y' }] }, /initialisation names “y”/],
    [
      'a start from itself',
      { initialisation: [{ source: 'joy', target: 'joy' }] },
      /starts “joy” from itself/,
    ],
    [
      'a pair twice',
      {
        initialisation: [
          { source: 'joy', target: 'mood' },
          { source: 'joy', target: 'mood' },
        ],
      },
      /initialisation has a pair twice/,
    ],
    [
      'looks that fall',
      { earlyLooks: { examples: 32, looks: [4, 2], devRows: 10 } },
      /earlyLooks\.looks must rise/,
    ],
    [
      'a look after the last step',
      { earlyLooks: { examples: 32, looks: [0, 21], devRows: 10 } },
      /earlyLooks\.looks has step 21, and a run has 20/,
    ],
    [
      'no examples',
      { earlyLooks: { examples: 0, looks: [0], devRows: 10 } },
      /earlyLooks\.examples must be at least 1/,
    ],
    [
      'no looks',
      { earlyLooks: { examples: null, looks: [], devRows: 10 } },
      /earlyLooks\.looks must have at least one step/,
    ],
    ['a stray masked task', { masking: { ...masking, tasks: ['x'] } }, /masking\.tasks names “x”/],
    [
      'more than all neurons',
      { masking: { ...masking, shares: [1.5] } },
      /masking\.shares\.0 must be at most 1/,
    ],
    ['a share twice', { masking: { ...masking, shares: [0.5, 0.5] } }, /masking\.shares has an entry twice/],
    ['an unknown budget', { masking: { ...masking, budget: 'none' } }, /masking\.budget must be all-layers/],
    [
      'a stray training task',
      { projections: projection({ trainTasks: ['x'] }) },
      /projections\.0\.trainTasks names “x”/,
    ],
    ['a stray held-out task', { projections: projection({ heldOutTasks: ['x'] }) }, /heldOutTasks names “x”/],
    [
      'a held-out task that is trained on',
      { projections: projection({ heldOutTasks: ['joy'] }) },
      /projections\.0\.heldOutTasks names “joy”, which the projector is trained on/,
    ],
    ['a projection home', { projections: projection({ toPlm: 'plm-a' }) }, /toPlm is the sweep’s own PLM/],
    [
      'an unknown projector',
      { projections: projection({ projector: 'magic' }) },
      /projections\.0\.projector must be/,
    ],
    ['a missing field', { projections: undefined }, /projections is missing/],
    [
      'a stray task of vectors',
      { arithmetic: { ...arithmetic, tasks: ['x'] } },
      /arithmetic\.tasks names “x”/,
    ],
    [
      'a stray task of a sum',
      { arithmetic: { ...arithmetic, sums: [['joy', 'y']] } },
      /arithmetic\.sums names “y”/,
    ],
    [
      'a task added to itself',
      { arithmetic: { ...arithmetic, sums: [['joy', 'joy']] } },
      /arithmetic\.sums adds “joy” to itself/,
    ],
    [
      'a sum twice, in either order',
      {
        arithmetic: {
          ...arithmetic,
          sums: [
            ['joy', 'mood'],
            ['mood', 'joy'],
          ],
        },
      },
      /arithmetic\.sums has a pair twice/,
    ],
    [
      'a scale twice',
      { arithmetic: { ...arithmetic, scales: [1, 1] } },
      /arithmetic\.scales has an entry twice/,
    ],
    ['a scale too large', { arithmetic: { ...arithmetic, scales: [11] } }, /scales\.0 must be at most 10/],
    ['no steps', { training: { ...training, steps: 0 } }, /training\.steps/],
    [
      'a saved start',
      { training: { ...training, init: { kind: 'saved', promptId: 'p' } } },
      /training\.init can’t be/,
    ],
    ['a rate that is none', { training: { ...training, learningRate: null } }, /training\.learningRate/],
  ])('%s', (_, change, message) => {
    const error = refusal(JSON.parse(JSON.stringify(changed(change))));
    expect(error.code).toBe('recipe');
    expect(error.message).toMatch(message);
  });

  test('several at once are all named', () => {
    const { message } = refusal(changed({ tasks: [], seeds: [], randomPrompts: -1 }));
    for (const field of ['tasks', 'seeds', 'randomPrompts']) expect(message).toContain(field);
  });

  test.each([
    ['initialisation', { initialisation: [{ source: 'joy', target: 'mood' }] }],
    ['masking', { masking }],
    ['recommendation', { recommendation: wholeSweep().recommendation }],
    ['projections', { projections }],
    ['arithmetic', { arithmetic }],
  ])('%s needs prompts from the shared start', (_, asked) => {
    expect(refusal(madeSweep({ ...asked, starts: ['own'] })).message).toMatch(/starts must have shared/);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('the key %s', (key) => {
    const hostile = JSON.stringify(wholeSweep()).replace(
      '"masking":{',
      `"masking":{"${key}":{"polluted":1},`,
    );
    expect(() => readSweep(hostile, 'x.json')).toThrow(/not allowed as a name/);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test.each([null, 3, 'text', [], {}])('%j is no sweep', (value) => {
    expect(refusal(value).code).toBe('recipe');
  });

  test('text that is no JSON is named with the file and where recipes come from', () => {
    expect(() => readSweep('{', 'my.json')).toThrow(
      expect.objectContaining({
        code: 'file',
        where: 'my.json',
        remedy: expect.stringContaining('lab transfer') as string,
      }),
    );
  });
});
