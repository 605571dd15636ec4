/** What a run of prompt tuning came to, as one sentence. Honest in three ways: against the best of what no training reaches, with interval and rows, and saying so where nothing shows. */
import { inked, percent, type Finding } from '../finding.ts';
import { capital, countWord } from '../number-words.ts';

export interface Share {
  /** 0 to 1. */
  readonly value: number;
  /** 95 % interval over the rows. */
  readonly low: number;
  readonly high: number;
}

/** What the sentence is made of. */
export type TrainFacts =
  /** Nothing has been trained. */
  | { readonly kind: 'none' }
  /** A prompt that came without its run. */
  | { readonly kind: 'prompt-alone'; readonly tokens: number; readonly task: string }
  /** Under way, or ended before test rows were looked at; `dev` is the last evaluation. */
  | {
      readonly kind: 'unfinished';
      readonly isLive: boolean;
      readonly tokens: number;
      readonly task: string;
      readonly step: number;
      readonly steps: number;
      readonly dev: number | null;
      /** The best accuracy on dev that no training reaches; null until it was measured. */
      readonly best: { readonly name: string; readonly dev: number } | null;
    }
  | {
      readonly kind: 'finished';
      readonly tokens: number;
      readonly test: number;
      /** The best accuracy that no training reaches; null where none was measured. */
      readonly best: { readonly name: string; readonly test: number } | null;
      /** Of test minus best, 95 %; null where it can't be told. */
      readonly difference: { readonly low: number; readonly high: number } | null;
      /** Test rows; null where it isn't known how many there were. */
      readonly rows: number | null;
    }
  /** A run whose recipe has been changed since. */
  | { readonly kind: 'stale'; readonly run: Exclude<TrainFacts, { kind: 'stale' }> };

const TWENTY = 20;

/** A count as it begins a sentence. */
const counted = (count: number): string => (count === TWENTY ? 'Twenty' : capital(countWord(count)));

const vectors = (count: number): string => `${counted(count)} trained vector${count === 1 ? '' : 's'}`;
/** A verb in the form that goes with so many. */
const verb = (count: number, plural: string): string => (count === 1 ? `${plural}s` : plural);

export function trainFinding(facts: TrainFacts): Finding {
  switch (facts.kind) {
    case 'none':
      return ['Can a soft prompt teach a frozen language model a task?'];
    case 'prompt-alone':
      return [
        `A soft prompt of ${String(facts.tokens)} tokens for ${facts.task}: it came without its run. Ask it below, or train from it.`,
      ];
    case 'unfinished':
      return unfinished(facts);
    case 'finished':
      return finished(facts);
    case 'stale':
      return ['With the recipe before: ', ...lowered(trainFinding(facts.run))];
  }
  return facts satisfies never;
}

/** The sentence as it goes on behind a colon. */
function lowered([first, ...rest]: Finding): Finding {
  return typeof first === 'string'
    ? [first.charAt(0).toLowerCase() + first.slice(1), ...rest]
    : [first, ...rest];
}

function unfinished({
  isLive,
  tokens,
  task,
  step,
  steps,
  dev,
  best,
}: TrainFacts & { kind: 'unfinished' }): Finding {
  if (dev === null)
    return isLive
      ? [`${counted(tokens)} soft tokens begin to learn ${task}.`]
      : [`${counted(tokens)} soft tokens began to learn ${task}; no dev rows were looked at.`];
  if (best !== null)
    return [
      `${isLive ? 'Step' : 'Stopped at step'} ${String(step)}: `,
      inked('before', percent(best.dev)),
      ` of unseen rows right with ${best.name}, `,
      inked('learn', percent(dev)),
      ' with the soft prompt.',
    ];
  const where = isLive
    ? `So far, at step ${String(step)} of ${String(steps)},`
    : `Stopped at step ${String(step)},`;
  return [
    `${where} ${counted(tokens).toLowerCase()} soft tokens get `,
    inked('learn', percent(dev)),
    ` of ${task}’s dev rows right.`,
  ];
}

function finished({ tokens, test, best, difference, rows }: TrainFacts & { kind: 'finished' }): Finding {
  const learned = inked('learn', percent(test));
  if (best === null)
    return [`${vectors(tokens)} ${verb(tokens, 'get')} `, learned, ' of the test rows right.'];
  const before = inked('before', percent(best.test));
  if (difference === null)
    return [
      `${vectors(tokens)} ${verb(tokens, 'get')} `,
      learned,
      ` of the test rows right, ${best.name} `,
      before,
      ': how many rows there are is not known, so nothing is settled.',
    ];
  if (difference.high < 0) return ['The soft prompt does harm: ', learned, `, ${best.name} `, before, '.'];
  if (difference.low <= 0 && test > best.test)
    return [
      'The soft prompt is ahead, ',
      learned,
      ' against ',
      before,
      ` of ${best.name}, but ${rows === null ? 'the' : String(rows)} test rows don’t settle it.`,
    ];
  if (difference.low <= 0)
    return ['The soft prompt gains nothing that shows: ', learned, `, ${best.name} `, before, '.'];
  return [`${vectors(tokens)} ${verb(tokens, 'turn')} a frozen model’s `, before, ' into ', learned, '.'];
}
