/**
 * What a verbalizer's words come to without a label, as one sentence. Where an interval holds 0 it says so, and a loss is
 * said like a gain: on some tasks more words are worse than calibration alone.
 */
import type { Interval } from '../../experiment/statistics.ts';
import { capital, countWord } from '../number-words.ts';
import { inked, percent, type Finding } from '../finding.ts';

/** Which steps the last bar takes. */
export interface TakenSteps {
  readonly calibrated: boolean;
  readonly moreWords: boolean;
}

/** A mean difference on the same rows, in shares; an interval is null where it can't be told. */
export interface Difference {
  readonly mean: number;
  /** Over templates, supports and rows. */
  readonly interval: Interval | null;
  /** Over supports and rows, of these templates alone. */
  readonly ofThese: Interval | null;
}

export type WordsFacts =
  /** Nothing is shown. */
  | { readonly kind: 'none' }
  /** Under way, or stopped before each run of some step was there. */
  | {
      readonly kind: 'filling';
      readonly isLive: boolean;
      readonly task: string;
      readonly done: number;
      readonly total: number;
    }
  /** Of the template shown alone: nothing else was measured with these steps. */
  | {
      readonly kind: 'alone';
      readonly steps: TakenSteps;
      readonly one: number;
      readonly last: number;
      readonly gain: Difference;
      readonly rows: number;
    }
  | {
      readonly kind: 'measured';
      readonly steps: TakenSteps;
      /** Accuracy of one word a class, and with all steps that are on. */
      readonly one: number;
      readonly last: number;
      /** Of `last` minus `one`. */
      readonly gain: Difference;
      /** Calibration alone, where words come on top of it, and what they add to it. */
      readonly calibrated: { readonly accuracy: number; readonly words: Difference } | null;
      readonly templates: number;
      readonly supports: number;
      readonly rows: number;
    };

type Measured = WordsFacts & { readonly kind: 'measured' };

const NO_LABEL = 'No label, no training: ';

function subject({ calibrated, moreWords }: TakenSteps): { readonly words: string; readonly isOne: boolean } {
  if (calibrated && moreWords) return { words: 'calibration and more words', isOne: false };
  return calibrated ? { words: 'calibration', isOne: true } : { words: 'more words', isOne: false };
}

const verb = (isOne: boolean, plural: string): string => {
  if (!isOne) return plural;
  return plural.endsWith('o') ? `${plural}es` : `${plural}s`;
};

type Verdict = 'gain' | 'loss' | 'open' | 'unknown';

/** What the interval of a difference says. */
function verdictOf(interval: Interval | null): Verdict {
  if (interval === null) return 'unknown';
  if (interval.low > 0) return 'gain';
  return interval.high < 0 ? 'loss' : 'open';
}

export function wordsFinding(facts: WordsFacts): Finding {
  switch (facts.kind) {
    case 'none':
      return ['Can a frozen language model sort texts by words alone, without a label?'];
    case 'filling':
      return facts.isLive
        ? [
            `Sorting ${facts.task} by words alone: ${String(facts.done)} of ${String(facts.total)} runs are done.`,
          ]
        : [
            `${capital(countWord(facts.done))} of ${String(facts.total)} runs on ${facts.task} ${facts.done === 1 ? 'is' : 'are'} done; the rest is missing.`,
          ];
    case 'alone':
      return alone(facts);
    case 'measured':
      return measured(facts);
  }
  return facts satisfies never;
}

function alone({ steps, one, last, gain, rows }: WordsFacts & { kind: 'alone' }): Finding {
  const { words, isOne } = subject(steps);
  const [before, after] = [inked('before', percent(one)), inked('learn', percent(last))];
  const start = `With this template alone, ${words} `;
  const verdict = verdictOf(gain.interval);
  if (verdict === 'open')
    return [
      start,
      `${verb(isOne, 'go')} from `,
      before,
      ' to ',
      after,
      `, but ${String(rows)} rows don’t settle it.`,
    ];
  return [start, `${verb(isOne, last < one ? 'lower' : 'lift')} `, before, ' to ', after, '.'];
}

function measured(facts: Measured): Finding {
  const { steps, one, last, gain } = facts;
  const before = inked('before', percent(one));
  const after = inked('learn', percent(last));
  if (!steps.calibrated && !steps.moreWords)
    return [`${NO_LABEL}one word a class sorts `, before, ' of the texts right.'];
  const { words, isOne } = subject(steps);
  switch (verdictOf(gain.interval)) {
    case 'loss':
      return [
        `${capital(words)} ${verb(isOne, 'lose')} on this task: one word `,
        before,
        ', with ',
        isOne ? 'it ' : 'them ',
        after,
        '.',
      ];
    case 'open':
      return open(facts);
    case 'unknown':
      return [NO_LABEL, before, ` with one word, `, after, ` with ${words}; how sure that is, is not known.`];
    case 'gain':
      return gained(facts);
  }
}

/** For other templates it is open; for these ones it may be settled. */
function open(facts: Measured): Finding {
  const { steps, one, last, gain, templates, supports, rows } = facts;
  const { words, isOne } = subject(steps);
  const here = verdictOf(gain.ofThese);
  const these = ` with ${templates === 1 ? 'this template' : `these ${countWord(templates)} templates`}`;
  if (here === 'gain') return gained(facts, these);
  const [before, after] = [inked('before', percent(one)), inked('learn', percent(last))];
  if (here === 'loss')
    return [
      `${NO_LABEL}${words} ${verb(isOne, 'lower')} `,
      before,
      ' to ',
      after,
      `${these}; others may differ.`,
    ];
  return [
    `${NO_LABEL}${words} ${verb(isOne, 'go')} from `,
    before,
    ' to ',
    after,
    `, but ${String(templates * supports)} runs of ${String(rows)} rows don’t settle it.`,
  ];
}

/**
 * Lifted by all steps together: whether the words had a part in it is said too.
 * @param these names the templates, where it isn't settled for others
 */
function gained({ steps, one, last, calibrated }: Measured, these = ''): Finding {
  const { words, isOne } = subject(steps);
  const lift = (name: string, single: boolean, to: number): Finding => [
    `${NO_LABEL}${name} ${verb(single, 'lift')} `,
    inked('before', percent(one)),
    ' to ',
    inked('learn', percent(to)),
    these,
  ];
  const whole = [...lift(words, isOne, last), these === '' ? '.' : '; others may differ.'];
  if (calibrated === null) return whole;
  // With these templates: that all steps together gain may be settled for others too.
  const verdict = verdictOf(calibrated.words.ofThese ?? calibrated.words.interval);
  if (verdict === 'gain' || verdict === 'unknown') return whole;
  const alone = lift('calibration', true, calibrated.accuracy);
  const end = inked('learn', percent(last));
  if (verdict === 'loss') return [...alone, '; more words lose some of it: ', end, '.'];
  return [
    ...alone,
    calibrated.words.mean < 0 ? '; more words don’t help: ' : '; what more words add isn’t settled: ',
    end,
    '.',
  ];
}

const counted = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;

/** Under the sentence, before an audience: what it rests on. */
export function wordsLine(facts: WordsFacts, plm: string, classes: number): string {
  if (facts.kind !== 'measured') return '';
  const { templates, supports, rows, gain } = facts;
  const interval =
    gain.interval === null
      ? ''
      : ` · the difference: ${points(gain.mean)} points [${points(gain.interval.low)}, ${points(gain.interval.high)}] over templates, supports and rows`;
  return `${String(classes)} classes with ${plm}, nothing trained · mean of ${counted(templates, 'template')} × ${counted(supports, 'support')} ± sd, ${counted(rows, 'test row')}${interval}`;
}

const points = (share: number): string => (100 * share).toFixed(0).replace('-', '−').replace('−0', '0');
