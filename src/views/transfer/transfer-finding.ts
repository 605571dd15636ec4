/** What a transfer sweep came to, as one sentence: how much of training's gain a prompt brings along, and whether that is settled. */
import type { Interval } from '../../experiment/statistics.ts';
import { inked, percent, type Finding } from '../finding.ts';
import { capital, countWord } from '../number-words.ts';
import { minus } from './estimate-text.ts';

/** Mean over pairs, as a share. */
export interface FamilyMean {
  readonly mean: number;
  readonly interval: Interval | null;
}

interface Measured {
  /** null for published numbers, which come without. */
  readonly seeds: number | null;
  /** Whether every cell of the matrix is there. */
  readonly isWhole: boolean;
}

/** What the sentence is made of. */
export type TransferFacts =
  /** There is no sweep. */
  | { readonly kind: 'none' }
  /** The matrix fills, or was left before anything could be compared. */
  | {
      readonly kind: 'filling';
      readonly isLive: boolean;
      /** Tasks whose own prompt is trained and scored, of so many; 0 tasks before that is known. */
      readonly trained: number;
      readonly tasks: number;
      /** That of all trained prompts, where it is one. */
      readonly family: string | null;
      /** Shares of the gain on other tasks, from the least to the most; null before the first. */
      readonly shares: Interval | null;
    }
  /** No target gained enough to bring any of it along. */
  | ({ readonly kind: 'no-gain'; readonly tasks: number } & Measured)
  /** On each target, prompts of its family against those of others; the difference is a share of the rows. */
  | ({
      readonly kind: 'within';
      readonly difference: number;
      /** Clustered by task; null where it can't be told. */
      readonly interval: Interval | null;
      /** Targets that have prompts of both kinds. */
      readonly targets: number;
    } & Measured)
  | ({
      readonly kind: 'compared';
      /** `share` of training's gain, or, without random prompts to count it from, of the own prompt's accuracy. */
      readonly measure: 'share' | 'accuracy';
      readonly same: FamilyMean | null;
      readonly other: FamilyMean | null;
      /** Of same minus other, 95 %; null where it can't be told. */
      readonly gap: Interval | null;
    } & Measured);

const share = (value: number): string => minus(percent(value));
const plural = (count: number, one: string): string => `${countWord(count)} ${one}${count === 1 ? '' : 's'}`;

export function transferFinding(facts: TransferFacts): Finding {
  switch (facts.kind) {
    case 'none':
      return ['Does the soft prompt of one task help another, and why?'];
    case 'filling':
      return filling(facts);
    case 'no-gain':
      return noGain(facts);
    case 'within':
      return within(facts);
    case 'compared':
      return compared(facts);
  }
  return facts satisfies never;
}

function filling(facts: TransferFacts & { kind: 'filling' }): Finding {
  const { isLive, trained, tasks, family, shares } = facts;
  if (trained === 0)
    return isLive
      ? [
          `${tasks === 0 ? 'Prompts' : capital(plural(tasks, 'prompt'))} are trained one after the other, and each is tried on every task.`,
        ]
      : ['The sweep ended before a prompt was tried on another task.'];
  const verb = trained === 1 ? (isLive ? 'is' : 'was') : isLive ? 'are' : 'were';
  const who = family === null ? `of ${countWord(tasks)} prompts` : `${family} prompts`;
  const head = `${capital(countWord(trained))} ${who} ${verb} trained`;
  if (shares === null) return [`${head}; on other tasks nothing is known yet.`];
  const range =
    Math.round(100 * shares.low) === Math.round(100 * shares.high)
      ? share(shares.high)
      : `${minus(String(Math.round(100 * shares.low)))} to ${share(shares.high)}`;
  return [
    `${head}; on ${family === null ? 'other tasks' : 'each other'} ${trained === 1 ? 'it brings' : 'they bring'} `,
    inked(family === null ? 'other' : 'same', range),
    ' of the gain.',
  ];
}

function noGain({ tasks, seeds, isWhole }: TransferFacts & { kind: 'no-gain' }): Finding {
  const over = seeds === null ? '' : ` with ${plural(seeds, 'seed')}`;
  return [
    `${isWhole ? 'Training' : 'So far, training'} gains nothing that shows on any of ${plural(tasks, 'task')}${over}: ` +
      'there is nothing for a prompt to bring along.',
  ];
}

function within({ difference, interval, targets, isWhole }: TransferFacts & { kind: 'within' }): Finding {
  const points = Math.round(100 * Math.abs(difference));
  const head = `${isWhole ? 'On' : 'So far, on'} the same task, a prompt of its `;
  const isSettled = interval !== null && (interval.low > 0 || interval.high < 0);
  const settled =
    interval === null
      ? 'Too little is measured to settle it.'
      : `${capital(plural(targets, 'task'))} ${targets === 1 ? (isSettled ? 'settles' : 'doesn’t settle') : isSettled ? 'settle' : 'don’t settle'} it.`;
  if (points === 0)
    return [
      head,
      inked('same', 'family'),
      ' gets as many rows right as one of ',
      inked('diff', 'another family'),
      `. ${settled}`,
    ];
  return [
    head,
    inked('same', 'family'),
    ' gets ',
    inked(difference > 0 ? 'same' : 'diff', `${String(points)} point${points === 1 ? '' : 's'}`),
    ` ${difference > 0 ? 'more' : 'less'} right than one of `,
    inked('diff', 'another family'),
    `. ${settled}`,
  ];
}

const OF_WHAT = {
  share: { verb: 'brings', what: 'of what training gains' },
  accuracy: { verb: 'reaches', what: 'of the own prompt’s accuracy' },
} as const;

function compared({ measure, same, other, ...rest }: TransferFacts & { kind: 'compared' }): Finding {
  const { verb, what } = OF_WHAT[measure];
  const a = rest.isWhole ? 'A' : 'So far, a';
  if (same !== null && other !== null)
    return [
      `${a} prompt from the `,
      inked('same', 'same family'),
      ` ${verb} `,
      inked('same', share(same.mean)),
      ` ${what}, one from `,
      inked('diff', `another family ${share(other.mean)}`),
      `. ${settledText(rest)}`,
    ];
  if (other !== null)
    return [
      `${a} prompt from `,
      inked('diff', 'another family'),
      ` ${verb} `,
      inked('diff', share(other.mean)),
      ` ${what}; no pair of one family can be compared with it.`,
    ];
  if (same !== null)
    return [
      `${a} prompt from the `,
      inked('same', 'same family'),
      ` ${verb} `,
      inked('same', share(same.mean)),
      ` ${what}; no pair of two families can be compared with it.`,
    ];
  return ['No pair of different tasks can be compared.'];
}

function settledText({ seeds, gap }: Pick<TransferFacts & { kind: 'compared' }, 'seeds' | 'gap'>): string {
  if (seeds === null) return 'Published without seeds or intervals.';
  if (seeds === 1) return 'One seed can’t settle the gap.';
  if (gap === null) return 'Too little is measured to settle the gap.';
  const isSettled = gap.low > 0 || gap.high < 0;
  return `${capital(plural(seeds, 'seed'))} ${isSettled ? 'settle' : 'don’t settle'} the gap.`;
}
