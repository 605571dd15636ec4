/** Whether a task needs the neurons that its prompt fires, as one sentence out of paired differences and their interval. */
import type { MaskingReport } from '../../experiment/transfer/masking-report.ts';
import type { PairedDifference, ReportedTask } from '../../experiment/transfer/transfer-report.ts';
import { inked, percent, type Finding } from '../finding.ts';
import { intervalText } from './estimate-text.ts';
import { maskingPanels, type MaskingInput } from './masking-layout.ts';
import { FLOORS } from './target-gain.ts';

/** A loss of less than so many points against random neurons is none. */
const NO_LOSS = 0.02;

export type MaskVerdict = 'needs' | 'no-more-than-random' | 'not-settled';

/** Of own minus random over all shares: one interval decides, so that many shares don't find something by chance. */
export function maskVerdict({ interval: { low, high } }: PairedDifference): MaskVerdict {
  if (high < 0) return 'needs';
  return low > -NO_LOSS ? 'no-more-than-random' : 'not-settled';
}

/** `difference` as what is lost or won, such as `6.3 points less`, and the interval of that. */
function changeText({ mean, interval }: PairedDifference): { readonly size: string; readonly range: string } {
  const isWon = mean > 0;
  const { low, high } = interval;
  return {
    size: `${(100 * Math.abs(mean)).toFixed(1)} points ${isWon ? 'more' : 'less'}`,
    range: intervalText(isWon ? interval : { low: -high, high: -low }, 'share'),
  };
}

/** Such as `2 to 40 %`. */
function sharesText({ differences }: MaskingReport): string {
  const shares = differences.map(({ share }) => Math.round(100 * share));
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  return least === most ? percent(most / 100) : `${String(least)} to ${percent(most / 100)}`;
}

const SAYS: Readonly<Record<MaskVerdict, (name: string) => string>> = {
  needs: (name) => `${name} needs the neurons that its prompt fires`,
  'no-more-than-random': (name) => `${name} needs the neurons that its prompt fires no more than others`,
  'not-settled': (name) => `It isn’t settled whether ${name} needs the neurons that its prompt fires`,
};

/** null where nothing is measured on the task itself. */
export function maskingFinding(input: MaskingInput): Finding | null {
  const { report, task } = input;
  const panel = maskingPanels(input).find(({ relation }) => relation === 'own');
  if (panel === undefined) return null;
  const { name, toTransfer }: ReportedTask = report.tasks[task];
  if (toTransfer.kind === 'nothing')
    return [
      `The prompt of ${name} gains nothing that shows over ${FLOORS[toTransfer.floor.name]}, ${percent(toTransfer.floor.accuracy)}. ` +
        'Switching neurons off has nothing to take away.',
    ];
  const { overall, allOff } = panel;
  if (overall === null) return null;
  const verdict = maskVerdict(overall);
  const { size, range } = changeText(overall);
  const ink = overall.mean < 0 ? 'learn' : 'other';
  return [
    `${SAYS[verdict](name)}: with ${sharesText(panel)} of all neurons off it gets `,
    inked(ink, size),
    ` right than with as many random ones off ${range}.`,
    ...(allOff === null ? [] : [` With all of them off it is at ${percent(allOff.mean)}.`]),
  ];
}
