/** The ruler under the big number: what no training reaches, and the soft prompt with its interval. */
import type { Baseline } from '../../experiment/baselines.ts';
import type { Interval } from '../../experiment/statistics.ts';
import { capital } from '../number-words.ts';
import { highest, untrained, type Untrained } from '../train/untrained.ts';

export interface Ruler {
  /** Ends, 0 to 1, at tens of per cent. */
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** The highest of the untrained. */
  readonly best: Untrained | null;
  /** The untrained below it, those apart from one another. */
  readonly others: readonly Untrained[];
  /** How far draws at random lie apart, where it can be seen. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly prompt: { readonly at: number; readonly interval: Interval | null } | null;
  /** What isn't marked or needs words. */
  readonly note: string;
}

/** Marks that are nearer than this share one mark and a line of text. */
const COINCIDE = 0.012;

const tens = (value: number, round: (value: number) => number): number => round(value * 10) / 10;

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names.at(0) ?? '') : `${names.slice(0, -1).join(', ')} and ${String(names.at(-1))}`;

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;

export interface RulerInput {
  readonly baselines: readonly Baseline[];
  /** Which rows the accuracies are of. */
  readonly split: 'dev' | 'test';
  readonly prompt: { readonly at: number; readonly interval: Interval | null } | null;
}

export function ruler({ baselines, split, prompt }: RulerInput): Ruler {
  const marks = untrained(baselines, split);
  const best = highest(marks);
  const range = marks.find((mark) => mark.range !== null)?.range ?? null;
  const near = marks.filter((mark) => best !== null && mark !== best && best.at - mark.at < COINCIDE);
  const others = marks.filter((mark) => mark !== best && !near.includes(mark));
  const values = [
    ...marks.map(({ at, range: apart }) => apart?.low ?? at),
    ...(prompt === null ? [] : [prompt.interval?.low ?? prompt.at, prompt.at]),
  ];
  const low = values.length === 0 ? 0 : Math.max(0, tens(Math.min(...values) - 0.02, Math.floor));
  const ticks = Array.from({ length: Math.round((1 - low) * 10) + 1 }, (_, i) => low + i / 10);
  const stride = ticks.length > 7 ? 2 : 1;
  return {
    low,
    high: 1,
    ticks: ticks.filter((_, i) => (ticks.length - 1 - i) % stride === 0),
    best,
    others,
    range: range !== null && range.high - range.low > COINCIDE ? range : null,
    prompt,
    note: noteOf(best, near, prompt?.at ?? null),
  };
}

function noteOf(best: Untrained | null, near: readonly Untrained[], prompt: number | null): string {
  if (best === null) return '';
  const too = near.length === 0 ? '' : nearText(near, best);
  if (prompt === null) return too === '' ? '' : `${too}.`;
  const points = 100 * (prompt - best.at);
  const learned =
    points > 0
      ? `${points.toFixed(1)} points over ${best.name}, the best without training.`
      : `${Math.abs(points).toFixed(1)} points below ${best.name}, the best without training.`;
  return too === '' ? capital(learned) : `${too}: ${learned}`;
}

/** Those that share the mark of the best: as good to the digit that is shown, or said with what they reach. */
function nearText(near: readonly Untrained[], best: Untrained): string {
  const alone = near.length === 1;
  if (near.every(({ at }) => share(at) === share(best.at)))
    return `${capital(list(near.map(({ name }) => name)))} ${alone ? 'reaches' : 'reach'} ${share(best.at)} too`;
  const names = near.map(({ name, at }) => `${name} (${share(at)})`);
  return `${capital(list(names))} ${alone ? 'comes' : 'come'} close`;
}
