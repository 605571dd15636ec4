import { expect, test } from 'vitest';
import { findingText } from '../../../src/views/finding.ts';
import { trainFinding, type TrainFacts } from '../../../src/views/train/train-finding.ts';

const finished = (
  test: number,
  best: number,
  low: number,
  high: number,
  tokens = 20,
): Exclude<TrainFacts, { kind: 'stale' }> => ({
  kind: 'finished',
  tokens,
  test,
  best: { name: 'a random prompt', test: best },
  difference: { low, high },
  rows: 500,
});

const live = {
  kind: 'unfinished',
  isLive: true,
  tokens: 20,
  task: 'subj',
  step: 120,
  steps: 600,
  best: null,
} as const;

test.each<readonly [string, TrainFacts, string]>([
  [
    'a gain',
    finished(0.816, 0.522, 0.23, 0.35),
    'Twenty trained vectors turn a frozen model’s 52 % into 82 %.',
  ],
  [
    'a gain of one token',
    finished(0.816, 0.522, 0.23, 0.35, 1),
    'One trained vector turns a frozen model’s 52 % into 82 %.',
  ],
  [
    'no gain over the best that is untrained',
    finished(0.678, 0.688, -0.05, 0.03),
    'The soft prompt gains nothing that shows: 68 %, a random prompt 69 %.',
  ],
  [
    'a difference whose interval holds zero',
    finished(0.71, 0.68, -0.01, 0.07),
    'The soft prompt is ahead, 71 % against 68 % of a random prompt, but 500 test rows don’t settle it.',
  ],
  ['harm', finished(0.4, 0.6, -0.25, -0.15), 'The soft prompt does harm: 40 %, a random prompt 60 %.'],
  [
    'no baselines',
    { kind: 'finished', tokens: 50, test: 0.7, best: null, difference: null, rows: null },
    '50 trained vectors get 70 % of the test rows right.',
  ],
  [
    'no baselines for one token',
    { kind: 'finished', tokens: 1, test: 0.7, best: null, difference: null, rows: null },
    'One trained vector gets 70 % of the test rows right.',
  ],
  [
    'rows that are not counted',
    {
      kind: 'finished',
      tokens: 20,
      test: 0.9,
      best: { name: 'a random prompt', test: 0.5 },
      difference: null,
      rows: null,
    },
    'Twenty trained vectors get 90 % of the test rows right, a random prompt 50 %: how many rows there are is not known, so nothing is settled.',
  ],
  ['the beginning', { ...live, dev: null }, 'Twenty soft tokens begin to learn subj.'],
  [
    'a run under way',
    { ...live, dev: 0.741 },
    'So far, at step 120 of 600, twenty soft tokens get 74 % of subj’s dev rows right.',
  ],
  [
    'a stopped run',
    { ...live, isLive: false, dev: 0.741 },
    'Stopped at step 120, twenty soft tokens get 74 % of subj’s dev rows right.',
  ],
  [
    'a run under way, beside what no training reaches',
    { ...live, step: 312, dev: 0.79, best: { name: 'no prompt', dev: 0.514 } },
    'Step 312: 51 % of unseen rows right with no prompt, 79 % with the soft prompt.',
  ],
  [
    'a stopped run, beside what no training reaches',
    { ...live, isLive: false, dev: 0.79, best: { name: 'the majority class', dev: 0.514 } },
    'Stopped at step 120: 51 % of unseen rows right with the majority class, 79 % with the soft prompt.',
  ],
  [
    'a run whose recipe was changed since',
    { kind: 'stale', run: finished(0.816, 0.522, 0.23, 0.35) },
    'With the recipe before: twenty trained vectors turn a frozen model’s 52 % into 82 %.',
  ],
  ['nothing', { kind: 'none' }, 'Can a soft prompt teach a frozen language model a task?'],
])('%s', (_what, facts, sentence) => {
  expect(findingText(trainFinding(facts))).toBe(sentence);
});

test('numbers have the colours of their marks: learned, and what it is measured against', () => {
  const inks = trainFinding(finished(0.8, 0.5, 0.2, 0.4)).flatMap((part) =>
    typeof part === 'string' ? [] : [[part.ink, part.text]],
  );
  expect(inks).toEqual([
    ['before', '50 %'],
    ['learn', '80 %'],
  ]);
});
