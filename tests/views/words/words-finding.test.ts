import { describe, expect, test } from 'vitest';
import { findingText } from '../../../src/views/finding.ts';
import { wordsFinding, wordsLine, type WordsFacts } from '../../../src/views/words/words-finding.ts';

type Measured = WordsFacts & { readonly kind: 'measured' };

/** lab-small on agnews, as measured (specs/knowledgeable-verbalizer.md, section 0). */
const agnews = (change: Partial<Measured> = {}): Measured => ({
  kind: 'measured',
  steps: { calibrated: true, moreWords: true },
  one: 0.502,
  last: 0.769,
  gain: { mean: 0.267, interval: { low: 0.15, high: 0.38 }, ofThese: { low: 0.22, high: 0.3 } },
  calibrated: {
    accuracy: 0.662,
    words: { mean: 0.107, interval: { low: 0.05, high: 0.16 }, ofThese: { low: 0.05, high: 0.16 } },
  },
  templates: 4,
  supports: 3,
  rows: 500,
  ...change,
});

const say = (facts: WordsFacts): string =>
  findingText(wordsFinding(facts))
    .replaceAll('\u202f', ' ')
    .replaceAll('\u2009', ' ')
    .replaceAll('\u00a0', ' ');

describe('what words come to', () => {
  test('a gain of all steps', () => {
    expect(say(agnews())).toBe('No label, no training: calibration and more words lift 50 % to 77 %.');
  });

  test('its numbers have the colours of their bars', () => {
    const inks = wordsFinding(agnews()).flatMap((part) => (typeof part === 'string' ? [] : [part.ink]));
    expect(inks).toEqual(['before', 'learn']);
  });

  test('calibration alone', () => {
    expect(
      say(agnews({ steps: { calibrated: true, moreWords: false }, last: 0.662, calibrated: null })),
    ).toBe('No label, no training: calibration lifts 50 % to 66 %.');
  });

  test('words that lose some of what calibration gained, as on dbpedia', () => {
    const words = {
      mean: -0.05,
      interval: { low: -0.08, high: -0.02 },
      ofThese: { low: -0.08, high: -0.02 },
    };
    expect(say(agnews({ one: 0.446, last: 0.594, calibrated: { accuracy: 0.652, words } }))).toBe(
      'No label, no training: calibration lifts 45 % to 65 %; more words lose some of it: 59 %.',
    );
  });

  test('words of which it isn’t settled whether they add to calibration', () => {
    const gain = { mean: 0.011, interval: { low: -0.01, high: 0.03 }, ofThese: { low: -0.01, high: 0.03 } };
    expect(say(agnews({ last: 0.673, calibrated: { accuracy: 0.662, words: gain } }))).toBe(
      'No label, no training: calibration lifts 50 % to 66 %; what more words add isn’t settled: 67 %.',
    );
    const loss = { mean: -0.011, interval: { low: -0.03, high: 0.01 }, ofThese: { low: -0.03, high: 0.01 } };
    expect(say(agnews({ last: 0.651, calibrated: { accuracy: 0.662, words: loss } }))).toBe(
      'No label, no training: calibration lifts 50 % to 66 %; more words don’t help: 65 %.',
    );
  });

  test('a gain that isn’t settled is no gain', () => {
    expect(
      say(
        agnews({
          gain: { mean: 0.05, interval: { low: -0.02, high: 0.12 }, ofThese: { low: -0.02, high: 0.12 } },
          last: 0.552,
        }),
      ),
    ).toBe(
      'No label, no training: calibration and more words go from 50 % to 55 %, but 12 runs of 500 rows don’t settle it.',
    );
    const alone = { steps: { calibrated: true, moreWords: false }, calibrated: null };
    expect(
      say(agnews({ ...alone, gain: { mean: 0.05, interval: null, ofThese: null }, last: 0.552 })),
    ).toContain('55 % with calibration');
    expect(
      say(
        agnews({
          ...alone,
          gain: { mean: 0.05, interval: { low: -0.02, high: 0.1 }, ofThese: { low: -0.02, high: 0.1 } },
        }),
      ),
    ).toContain('calibration goes from');
  });

  test('a gain that is settled for these templates alone says so', () => {
    const gain = { mean: 0.155, interval: { low: -0.01, high: 0.32 }, ofThese: { low: 0.12, high: 0.19 } };
    expect(
      say(agnews({ steps: { calibrated: true, moreWords: false }, last: 0.657, gain, calibrated: null })),
    ).toBe(
      'No label, no training: calibration lifts 50 % to 66 % with these four templates; others may differ.',
    );
    const words = { mean: -0.03, interval: { low: -0.2, high: 0.1 }, ofThese: { low: -0.05, high: -0.01 } };
    expect(say(agnews({ last: 0.61, gain, calibrated: { accuracy: 0.64, words } }))).toBe(
      'No label, no training: calibration lifts 50 % to 64 % with these four templates; more words lose some of it: 61 %.',
    );
    const loss = { mean: -0.1, interval: { low: -0.3, high: 0.1 }, ofThese: { low: -0.12, high: -0.08 } };
    expect(say(agnews({ last: 0.4, gain: loss, templates: 1 }))).toContain(
      'lower 50 % to 40 % with this template; others may differ.',
    );
  });

  test('a loss is said', () => {
    const gain = { mean: -0.06, interval: { low: -0.09, high: -0.03 }, ofThese: { low: -0.09, high: -0.03 } };
    expect(say(agnews({ gain, last: 0.442, calibrated: null }))).toBe(
      'Calibration and more words lose on this task: one word 50 %, with them 44 %.',
    );
    expect(
      say(agnews({ gain, last: 0.442, steps: { calibrated: true, moreWords: false }, calibrated: null })),
    ).toBe('Calibration loses on this task: one word 50 %, with it 44 %.');
  });

  test('without an interval nothing is claimed', () => {
    expect(say(agnews({ gain: { mean: 0.2, interval: null, ofThese: null } }))).toBe(
      'No label, no training: 50 % with one word, 77 % with calibration and more words; how sure that is, is not known.',
    );
  });

  test('words without calibration are judged like everything else', () => {
    expect(
      say(agnews({ steps: { calibrated: false, moreWords: true }, last: 0.631, calibrated: null })),
    ).toBe('No label, no training: more words lift 50 % to 63 %.');
  });

  test('one word alone, under way, stopped, nothing', () => {
    expect(
      say(agnews({ steps: { calibrated: false, moreWords: false }, last: 0.502, calibrated: null })),
    ).toBe('No label, no training: one word a class sorts 50 % of the texts right.');
    expect(say({ kind: 'none' })).toMatch(/\?$/);
    expect(say({ kind: 'filling', isLive: true, task: 'agnews', done: 5, total: 12 })).toBe(
      'Sorting agnews by words alone: 5 of 12 runs are done.',
    );
    expect(say({ kind: 'filling', isLive: false, task: 'agnews', done: 1, total: 12 })).toBe(
      'One of 12 runs on agnews is done; the rest is missing.',
    );
  });

  test('one template alone has its own interval, over rows', () => {
    const alone = (last: number, low: number, high: number): string =>
      say({
        kind: 'alone',
        steps: { calibrated: true, moreWords: true },
        one: 0.5,
        last,
        gain: { mean: last - 0.5, interval: { low, high }, ofThese: { low, high } },
        rows: 500,
      });
    expect(alone(0.7, 0.15, 0.25)).toBe(
      'With this template alone, calibration and more words lift 50 % to 70 %.',
    );
    expect(alone(0.45, -0.08, -0.02)).toContain('lower 50 % to 45 %');
    expect(alone(0.52, -0.02, 0.06)).toContain('go from 50 % to 52 %, but 500 rows don’t settle it');
  });
});

test('the line under it has n, templates, supports and the interval', () => {
  expect(wordsLine(agnews(), 'lab-small', 4)).toBe(
    '4 classes with lab-small, nothing trained · mean of 4 templates × 3 supports ± sd, 500 test rows · the difference: 27 points [15, 38] over templates, supports and rows',
  );
  expect(wordsLine({ kind: 'none' }, 'lab-small', 4)).toBe('');
});
