/** What leaving words out one after another comes to: single ones move little, and that is said. */
import type { Interval } from '../../experiment/statistics.ts';
import type { Finding } from '../finding.ts';
import { formatValue } from '../table-twin.ts';

export interface LeftOutEffect {
  /** Accuracy without minus with, in shares, and its 95 % interval. */
  readonly difference: number;
  readonly interval: Interval;
}

const PLURALS = { word: 'words', sense: 'senses', source: 'sources' } as const;

/** A point of accuracy: what moves less is called little. */
const LITTLE = 0.01;

/** null where nothing was left out. */
export function leaveOutFinding(effects: readonly LeftOutEffect[], by: keyof typeof PLURALS): Finding | null {
  if (effects.length === 0) return null;
  const most = Math.max(...effects.map(({ difference }) => Math.abs(difference)));
  const settled = effects.filter(({ interval }) => interval.low > 0 || interval.high < 0).length;
  const points = `${formatValue(100 * most, 1)} points`;
  const many = effects.length > 1 ? PLURALS[by] : by;
  const what = `${String(effects.length)} ${many}`;
  if (most < LITTLE)
    return [
      `Single ${PLURALS[by]} move little: at most ${points}, ${settled === 0 ? 'and no interval leaves 0 out' : `and ${leaves(settled)} (of ${what})`}.`,
    ];
  // With so many tried, some leave 0 out by chance alone: one in twenty.
  const byChance = Math.round(effects.length / 20);
  return [
    `Of ${what} the largest moves ${points}; ${settled === 0 ? 'none is settled' : leaves(settled)}${byChance > 0 && settled > 0 ? `, some ${String(byChance)} would by chance` : ''}.`,
  ];
}

const leaves = (count: number): string =>
  count === 1 ? '1 leaves 0 out of its interval' : `${String(count)} leave 0 out of their intervals`;
