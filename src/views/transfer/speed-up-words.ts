/** Both speed-ups of a target in words, and beside each what it is when nothing is transferred. */
import type { NullRatios } from '../../experiment/transfer/early-look-report.ts';
import type { InitialisationReport, SpeedUp, SpeedUps } from '../../experiment/transfer/transfer-report.ts';
import { estimateText } from './estimate-text.ts';

const COUNTED = [
  ['steps', 'steps'],
  ['flops', 'FLOPs'],
  ['seconds', 'seconds'],
] as const;

/** Lines that `speedUpWords` gives, in three groups. */
export const SPEED_UP_LINES = 13;

export function speedUpText(speedUp: SpeedUp): string {
  return speedUp.kind === 'not-reached' ? 'not reached' : `×${speedUp.factor.toFixed(2)}`;
}

function listed(of: readonly SpeedUps[], kind: keyof SpeedUps): string {
  return of.length === 0 ? 'not measured' : of.map((one) => speedUpText(one[kind])).join(', ');
}

/** Such as `two random starts: ×0.5–2.0 · ×0.5–2.0 · ×0.4–2.2, 2 of 6 never`, by each way of counting. */
function nullText(nulls: InitialisationReport['nulls'], kind: keyof NullRatios): string {
  const ratios = COUNTED.map(([key]) => nulls[key]?.[kind]).filter((ratio) => ratio !== undefined);
  if (ratios.length === 0) return 'two random starts: not known of one seed';
  const texts = ratios.map(({ range }) =>
    range === null ? 'not reached' : `×${range.low.toFixed(1)}–${range.high.toFixed(1)}`,
  );
  // Whether it is reached doesn't depend on what is counted.
  const [{ notReached, pairs }] = ratios;
  const never = notReached === 0 ? '' : `, ${String(notReached)} of ${String(pairs)} never`;
  return `two random starts: ${texts.join(' · ')}${never}`;
}

export interface SpeedUpWords {
  readonly text: string;
  readonly head: boolean;
  readonly group: number;
}

/** Both speed-ups by each way of counting, a value each seed; then what the tests say. */
export function speedUpWords(run: InitialisationReport): readonly SpeedUpWords[] {
  const counted = (kind: keyof SpeedUps): readonly string[] => [
    ...COUNTED.map(([key, name]) => `in ${name}: ${listed(run[key], kind)}`),
    nullText(run.nulls, kind),
  ];
  const groups = [
    ['Speed-up to its own best', ...counted('converged')],
    ['Speed-up to the best of the random start', ...counted('comparable')],
    [
      'Test accuracy of the best step',
      `from the source ${estimateText(run.testFromSource, 'share')}`,
      `from random ${estimateText(run.testFromRandom, 'share')}`,
    ],
  ];
  return groups.flatMap((lines, group) => lines.map((text, i) => ({ text, head: i === 0, group })));
}
