/** Both speed-ups of a target in words, and beside each what it is when nothing is transferred. */
import type { NullRatio } from '../../experiment/transfer/early-look-report.ts';
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

/** Such as `×0.25–4.00`: the least and most of ratios between two random starts. */
export function nullText(ratio: NullRatio | null): string {
  if (ratio === null) return 'one seed';
  const { range, notReached, pairs } = ratio;
  if (range === null) return 'never reached';
  const missing = notReached === 0 ? '' : ` (${String(notReached)} of ${String(pairs)} never)`;
  return `×${range.low.toFixed(2)}–${range.high.toFixed(2)}${missing}`;
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
    `two random starts: ${COUNTED.map(([key]) => nullText(run.nulls[key]?.[kind] ?? null)).join(' · ')}`,
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
