/** What the place Words makes of a report before anything is drawn: switches, differences, facts, taken words, the form. */
import { describe, expect, test } from 'vitest';
import { factsOfWords } from '../../src/app/words/finding-of-words.ts';
import { isStale } from '../../src/app/words/is-stale.ts';
import { differenceAlone, stepDifference } from '../../src/app/words/step-difference.ts';
import { ALL_ON, isStepOn, stepsOf, stepsOn, variantOf } from '../../src/app/words/step-switches.ts';
import { waterfallOfTask } from '../../src/app/words/waterfall-of-task.ts';
import { senseColumns, senseOf, wordColumns } from '../../src/app/words/word-facts.ts';
import { weightsOfTask } from '../../src/app/words/weights-of-task.ts';
import { readSeeds } from '../../src/app/sweep/read-seeds.ts';
import { draftOf, problemsOf } from '../../src/app/words/words-draft.ts';
import { createWordsView, take, takenOf, turn, undo } from '../../src/app/words/words-view-store.ts';
import { CHAIN_NAMES, CHAIN_VARIANTS } from '../../src/experiment/verbalizer/variants.ts';
import { STEP_IDS } from '../../src/views/words/waterfall-input.ts';
import { DRAFT, EMPTY, SEEDS, syntheticLogits, syntheticRun } from './synthetic-words.ts';

const RUN = syntheticRun();
const waterfall = (switches = ALL_ON): ReturnType<typeof waterfallOfTask> =>
  waterfallOfTask(RUN, switches, {});

describe('switches', () => {
  test('all on: the bars are the variants of the report, one after another', () => {
    expect(STEP_IDS.map((id) => variantOf(stepsOf(ALL_ON, id)))).toEqual([
      'PT',
      'PT+CC',
      'KPT+CC',
      'KPT+CC+FR+RR',
    ]);
  });

  test('with a step off the later ones are without it', () => {
    const off = { ...ALL_ON, calibrated: false, refined: false };
    expect(variantOf(stepsOn(off))).toBe('KPT');
    expect(isStepOn(off, 'calibrated')).toBe(false);
    expect(variantOf(stepsOn({ ...ALL_ON, relevance: false }))).toBe('KPT+CC+FR');
    expect(variantOf(stepsOn({ ...ALL_ON, frequency: false }))).toBeNull();
  });

  test('nothing is refined where there is one word, or where nothing is taken away', () => {
    expect(isStepOn({ ...ALL_ON, moreWords: false }, 'refined')).toBe(false);
    expect(variantOf(stepsOn({ ...ALL_ON, moreWords: false }))).toBe('PT+CC');
    expect(isStepOn({ ...ALL_ON, frequency: false, relevance: false }, 'refined')).toBe(false);
  });

  test('each variant of the chain is found by its own steps', () => {
    for (const name of CHAIN_NAMES) expect(variantOf(CHAIN_VARIANTS[name])).toBe(name);
  });

  test('the first switch leaves one word alone, and brings all steps back', () => {
    const view = createWordsView();
    turn(view, 'oneWord');
    expect(view.getState().switches).toMatchObject({ calibrated: false, moreWords: false, refined: false });
    turn(view, 'moreWords');
    expect(view.getState().switches).toMatchObject({ calibrated: false, moreWords: true });
    turn(view, 'oneWord');
    turn(view, 'oneWord');
    expect(view.getState().switches).toEqual(ALL_ON);
  });
});

describe('the waterfall of a report', () => {
  test('means and spreads of its table, and guessing by the number of classes', () => {
    const { steps, guess, templates, supports, rows } = waterfall();
    const mean = RUN.task.table.find(({ variant }) => variant === 'KPT+CC')?.accuracy.mean;
    expect(steps[2].mean).toBe(mean);
    expect([guess, templates, supports, rows]).toEqual([0.25, 4, 3, RUN.task.rows]);
  });

  test('what the report lacks has no mean', () => {
    expect(waterfall({ ...ALL_ON, frequency: false }).steps.map(({ mean }) => mean === null)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('differences on the same rows', () => {
  const cell = (variant: 'PT' | 'PT+CC', template: number, seed: number, predictions: readonly number[]) => ({
    ...RUN.task.cells[0],
    variant,
    template,
    seed,
    predictions,
  });
  const truth = [0, 0, 1, 1];

  test('the mean over templates of the means over their supports', () => {
    const cells = [
      cell('PT', 0, 1, [0, 1, 1, 0]),
      cell('PT+CC', 0, 1, [0, 0, 1, 0]),
      cell('PT', 1, 1, [1, 1, 0, 0]),
      cell('PT+CC', 1, 1, [0, 0, 0, 0]),
    ];
    const found = stepDifference({ cells, truth, differences: [] }, 'PT', 'PT+CC');
    expect(found?.mean).toBeCloseTo((0.25 + 0.5) / 2, 12);
    expect(found?.interval?.low).toBeLessThan(0.375);
  });

  test('cells without a partner, or without answers, are left out', () => {
    const cells = [
      cell('PT', 0, 1, [0, 1, 1, 0]),
      cell('PT+CC', 0, 2, [0, 0, 1, 0]),
      cell('PT+CC', 0, 1, []),
    ];
    expect(stepDifference({ cells, truth, differences: [] }, 'PT', 'PT+CC')).toBeNull();
  });

  test('of a run in short, whose cells come later, the difference that its report gives', () => {
    const interval = { low: 0.1, high: 0.3 };
    const differences = [{ from: 'PT', to: 'PT+CC', shots: 0, difference: 0.2, interval } as const];
    const inShort = { cells: [], truth: [], differences };
    expect(stepDifference(inShort, 'PT', 'PT+CC')).toEqual({ mean: 0.2, interval, ofThese: interval });
    expect(stepDifference(inShort, 'PT', 'KPT')).toBeNull();
  });

  test('templates that disagree widen the interval beyond that of rows', () => {
    const right = truth;
    const wrong = truth.map((label) => 1 - label);
    const of = (gains: readonly boolean[]): number => {
      const cells = gains.flatMap((isGain, template) => [
        cell('PT', template, 1, wrong),
        cell('PT+CC', template, 1, isGain ? right : wrong),
      ]);
      const interval = stepDifference({ cells, truth, differences: [] }, 'PT', 'PT+CC')?.interval;
      return interval === null || interval === undefined ? NaN : interval.high - interval.low;
    };
    expect(of([true, false, true])).toBeGreaterThan(of([true, true, true]) + 1);
  });

  test('of these templates it is narrower than over templates that disagree', () => {
    const half = truth.map((label, row) => (row < 2 ? label : 1 - label));
    const wrong = truth.map((label) => 1 - label);
    const cells = [truth, half, wrong].flatMap((after, template) =>
      [1, 2, 3].flatMap((seed) => [cell('PT', template, seed, wrong), cell('PT+CC', template, seed, after)]),
    );
    const found = stepDifference({ cells, truth, differences: [] }, 'PT', 'PT+CC');
    expect(found?.mean).toBeCloseTo(0.5, 12);
    expect(found?.ofThese?.low).toBeGreaterThan(found?.interval?.low ?? NaN);
  });

  test('one template alone: over rows', () => {
    const found = differenceAlone([0, 1, 1, 0], [0, 0, 1, 1], truth);
    expect(found?.mean).toBe(0.5);
    expect(found?.interval).not.toBeNull();
    expect(differenceAlone([], [], [])).toBeNull();
  });
});

describe('the facts of the finding', () => {
  const facts = (switches = ALL_ON, state: Partial<typeof EMPTY> = {}): ReturnType<typeof factsOfWords> =>
    factsOfWords({ ...EMPTY, shown: RUN, ...state }, switches, waterfall(switches), null);

  test('what is measured is compared with one word, and words with calibration alone', () => {
    const found = facts();
    expect(found.kind).toBe('measured');
    if (found.kind !== 'measured') return;
    expect(found.gain.mean).toBeCloseTo(found.last - found.one, 9);
    expect(found.calibrated?.words.mean).toBeCloseTo(found.last - (found.calibrated?.accuracy ?? NaN), 9);
    expect([found.templates, found.supports, found.rows]).toEqual([4, 3, RUN.task.rows]);
  });

  test('calibration alone isn’t compared with itself, nor are uncalibrated words', () => {
    for (const switches of [
      { ...ALL_ON, moreWords: false },
      { ...ALL_ON, calibrated: false, refined: false },
    ]) {
      const found = facts(switches);
      expect(found.kind === 'measured' && found.calibrated).toBeNull();
    }
  });

  test('under way, stopped early, nothing', () => {
    const progress = { done: 3, total: 12, doing: 'agnews', secondsLeft: null };
    expect(facts(ALL_ON, { status: 'running', progress })).toMatchObject({
      kind: 'filling',
      isLive: true,
      done: 3,
    });
    const bare = { ...RUN, task: { ...RUN.task, table: [] } };
    const found = factsOfWords(
      { shown: bare, status: 'stopped', progress },
      ALL_ON,
      waterfallOfTask(bare, ALL_ON, {}),
      null,
    );
    expect(found).toMatchObject({ kind: 'filling', isLive: false });
    expect(factsOfWords(EMPTY, ALL_ON, null, null).kind).toBe('none');
  });
});

describe('words taken out and back', () => {
  test('each step is undone; a word that was taken back goes again by itself', () => {
    const view = createWordsView();
    const taken = (): { out: number[]; back: number[] } => {
      const { out, back } = takenOf(view.getState(), 'w');
      return { out: [...out], back: [...back] };
    };
    take(view, 'w', [3, 4], 'out');
    take(view, 'w', [9], 'back');
    expect(taken()).toEqual({ out: [3, 4], back: [9] });
    take(view, 'w', [9], 'out');
    take(view, 'w', [3], 'back');
    expect(taken()).toEqual({ out: [4], back: [] });
    expect(undo(view)).toBe(true);
    expect(taken()).toEqual({ out: [3, 4], back: [] });
    for (let i = 0; i < 3; i++) undo(view);
    expect(undo(view)).toBe(false);
    expect(taken()).toEqual({ out: [], back: [] });
  });

  test('those of other words don’t count', () => {
    const view = createWordsView();
    take(view, 'first', [1], 'out');
    expect(takenOf(view.getState(), 'second').out.size).toBe(0);
    take(view, 'second', [2], 'out');
    expect([...takenOf(view.getState(), 'second').out]).toEqual([2]);
    expect(view.getState().history).toHaveLength(1);
  });

  test('what a class is asked by without a list stands behind the words, and is no word of it', () => {
    const columns = wordColumns(syntheticLogits(0, SEEDS[0]));
    expect(columns.map(({ column }) => column)).toEqual(columns.map((_, at) => at));
    expect(columns.slice(-4).map(({ of, isManual }) => [of.word, isManual])).toEqual([
      ['politics', true],
      ['sports', true],
      ['business', true],
      ['technology', true],
    ]);
  });

  test('a sense is what was reached through the same first word, within a class', () => {
    const columns = wordColumns(syntheticLogits(0, SEEDS[0]));
    const second = columns[1];
    expect(senseOf(second.of)).toBe('politics ~ diplomatic');
    const sense = senseColumns(columns, second);
    expect(sense.map((column) => columns[column].of.word)).toEqual([
      'diplomatic',
      'sovereignty',
      'democratic',
      'leader',
      'law',
    ]);
    const pathless = columns.findLast(({ isManual }) => !isManual);
    expect(pathless === undefined ? [] : senseColumns(columns, pathless)).toEqual([pathless?.column]);
  });
});

describe('the form', () => {
  test('is stale where it makes another run', () => {
    const state = { ...EMPTY, shown: RUN };
    expect(isStale(state, draftOf(RUN, DRAFT))).toBe(false);
    expect(isStale(state, { ...draftOf(RUN, DRAFT), support: '50' })).toBe(true);
    expect(isStale(state, { ...draftOf(RUN, DRAFT), words: 'own' })).toBe(true);
    expect(isStale(state, { ...draftOf(RUN, DRAFT), frequencyCut: '' })).toBe(false);
    expect(isStale({ ...state, status: 'running' }, { ...DRAFT, support: '50' })).toBe(false);
    expect(isStale(EMPTY, DRAFT)).toBe(false);
  });

  test('says what is wrong with it', () => {
    expect(problemsOf(DRAFT)).toEqual({});
    const wrong = {
      ...DRAFT,
      templates: ['no gap {a}'],
      seeds: '1,x',
      support: '0',
      rows: '2.5',
      frequencyCut: '1',
    };
    expect(Object.keys(problemsOf(wrong)).sort()).toEqual([
      'frequencyCut',
      'rows',
      'seeds',
      'support',
      'templates',
    ]);
    expect(readSeeds(' 144, 145')).toEqual([144, 145]);
    expect(readSeeds('')).toBeNull();
    expect(readSeeds('1, 01')).toBeNull();
  });
});

describe('learned weights', () => {
  const cell = { ...RUN.task.cells[0], shots: 10, words: [['law', 'force'], ['soccer']] };

  test('against the plain mean, by falling weight, of the runs with most labels', () => {
    const labels = ['World', 'Sports'];
    const found = weightsOfTask({
      labels,
      cells: [
        { ...cell, weights: [[0, Math.log(3)], [0.7]] },
        { ...cell, weights: [[0, 0], [0]] },
        { ...cell, shots: 1, weights: [[9, 0], [0]] },
        RUN.task.cells[0],
      ],
    });
    expect(found).toMatchObject({ shots: 10, runs: 2 });
    expect(found?.classes[0].words.map(({ word }) => word)).toEqual(['force', 'law']);
    expect(found?.classes[0].words[0].times).toBeCloseTo((1.5 + 1) / 2, 12);
    expect(found?.classes[1].words[0].times).toBeCloseTo(1, 12);
    expect(found?.classes[1].words[0].prior).toBeNull();
    expect(weightsOfTask({ labels, cells: [RUN.task.cells[0]] })).toBeNull();
  });

  test('with how likely each word is anyway, against the mean of its class', () => {
    const logits = syntheticLogits(0, 144, { more: 0 });
    const names = logits.words.map((own) => own.map(({ word }) => word));
    const weights = names.map((own) => own.map(() => 0));
    const found = weightsOfTask(
      { labels: RUN.task.labels, cells: [{ ...cell, words: names, weights }] },
      logits,
    );
    found?.classes.forEach(({ words }) => {
      const mean = words.reduce((sum, { prior }) => sum + (prior ?? NaN), 0) / words.length;
      expect(mean).toBeCloseTo(1, 9);
    });
    const [first] = found?.classes ?? [];
    const priorOf = (word: string): number => first.words.find((one) => one.word === word)?.prior ?? NaN;
    const [a, b] = names[0];
    expect(Math.log(priorOf(a) / priorOf(b))).toBeCloseTo(logits.prior[0] - logits.prior[1], 5);
  });
});
