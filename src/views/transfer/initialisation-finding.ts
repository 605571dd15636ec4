/** Whether another task's prompt helps a target to start, as one sentence out of early looks and their intervals. */
import type { EarlyLooksReport, LookReport } from '../../experiment/transfer/early-look-report.ts';
import type { Estimate } from '../../experiment/transfer/transfer-report.ts';
import { inked, percent, type Finding } from '../finding.ts';
import { capital, countWord } from '../number-words.ts';
import { intervalText, knownSeeds } from './estimate-text.ts';

/** A lead of less than so many points over the early looks is no help. */
const NO_HELP = 0.02;

export type StartVerdict =
  | 'helps'
  | 'no-help'
  /** Reliably behind. */
  | 'sets-back'
  | 'not-settled';

/** Of the mean lead over all early looks: one interval decides, so that many looks don't find something by chance. */
export function startVerdict({ interval }: Estimate): StartVerdict {
  if (interval === null) return 'not-settled';
  if (interval.low > 0) return 'helps';
  if (interval.high < 0) return 'sets-back';
  return interval.high < NO_HELP ? 'no-help' : 'not-settled';
}

const points = (share: number): string => {
  const text = (100 * Math.abs(share)).toFixed(1);
  return `${text} ${text === '1.0' ? 'point' : 'points'}`;
};

/** Such as `3.1 points behind a random one [−5.2, −1.0]`. */
function ahead({ mean, interval }: Estimate): string {
  const side = mean < 0 ? 'behind' : 'ahead of';
  return `${points(mean)} ${side} a random one ${intervalText(interval, 'share')}`.trimEnd();
}

/** The first look from which on no difference is reliably above nothing; null where the last one still is. */
function noLongerAhead(looks: readonly LookReport[]): LookReport | null {
  const last = looks.findLastIndex(({ difference }) => (difference.interval?.low ?? 0) > 0);
  return looks.at(last + 1) ?? null;
}

function helps(looks: readonly LookReport[], lead: Estimate, source: string, target: string): Finding {
  const [first] = looks;
  const last = looks[looks.length - 1];
  const where = first.step === 0 ? 'starts at' : `after ${String(first.step)} steps is at`;
  const even = noLongerAhead(looks);
  const end =
    even === null
      ? `, and still ahead at step ${String(last.step)}`
      : even === first
        ? ''
        : `; from step ${String(even.step)} on no lead shows`;
  return [
    `From the prompt of ${source}, ${target} ${where} `,
    inked('learn', percent(first.fromSource.mean)),
    ' against ',
    inked('before', percent(first.fromRandom.mean)),
    ` from a random one, and is ${points(lead.mean)} ahead ${intervalText(lead.interval, 'share')} over the looks up to step ${String(last.step)}${end}.`,
  ];
}

/**
 * @param source whose prompt, in words
 * @returns null while no seed has all looks
 */
export function initialisationFinding(
  { looks, lead }: EarlyLooksReport,
  source: string,
  target: string,
): Finding | null {
  if (lead === null || looks.length === 0) return null;
  const upTo = `over the looks up to step ${String(looks[looks.length - 1].step)}`;
  const verdict = startVerdict(lead);
  switch (verdict) {
    case 'helps':
      return helps(looks, lead, source, target);
    case 'sets-back':
      return [`The prompt of ${source} sets ${target} back: it is ${ahead(lead)} ${upTo}.`];
    case 'no-help':
      return [`The prompt of ${source} doesn’t help ${target} to start: it is ${ahead(lead)} ${upTo}.`];
    case 'not-settled': {
      const seeds = knownSeeds(lead).length;
      return [
        `It isn’t settled whether the prompt of ${source} helps ${target} to start: it is ${ahead(lead)} ${upTo}. ` +
          `${capital(countWord(seeds))} seed${seeds === 1 ? '' : 's'} can’t tell.`,
      ];
    }
  }
  return verdict satisfies never;
}
