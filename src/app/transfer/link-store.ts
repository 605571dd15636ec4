/**
 * What is pointed at and locked on the Transfer page, and how its figures are set. A task or a pair pointed at in one
 * figure lights up in all. Tasks are kept by name, since reports order them differently; a report that lacks one ignores it.
 */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TaskPair as NamedPair } from '../../experiment/transfer/sweep-recipe.ts';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { TaskPair } from '../../views/transfer/estimate-text.ts';
import type { IndicatorSort } from '../../views/transfer/indicator-layout.ts';
import type { MatrixOrder } from '../../views/transfer/matrix-order.ts';
import { strongestPair } from '../../views/transfer/pair-words.ts';
import type { TransferMeasure } from '../../views/transfer/transfer-measure.ts';

export interface LinkState {
  readonly hoverTask: string | null;
  readonly hoverPair: NamedPair | null;
  readonly lockedPair: NamedPair | null;
  /** Whether the lock was taken off; until then the strongest pair is locked where none was chosen. */
  readonly isUnlocked: boolean;
  readonly order: MatrixOrder;
  readonly measure: TransferMeasure;
  readonly indicatorSort: IndicatorSort;
  /** The one likeness whose scatter is shown, by its published name; null for all. */
  readonly scatter: string | null;
  /** The two prompts of the neuron overlap; null follows the locked pair. */
  readonly overlap: readonly [string, string] | null;
  /** What the run is called; null follows the locked pair where there is a run of it. */
  readonly initialisation: string | null;
  /** null follows the locked pair's source where it was masked. */
  readonly maskedTask: string | null;
  /** Position in the report's list. */
  readonly projection: number;
}

export type LinkStore = StoreApi<LinkState>;

export function createLinkStore(start: Partial<LinkState> = {}): LinkStore {
  return createStore<LinkState>(() => ({
    hoverTask: null,
    hoverPair: null,
    lockedPair: null,
    isUnlocked: false,
    order: 'family',
    measure: 'recovery',
    indicatorSort: 'given',
    scatter: null,
    overlap: null,
    initialisation: null,
    maskedTask: null,
    projection: 0,
    ...start,
  }));
}

export const LinkContext = createContext<LinkStore | null>(null);

export function useLinkStore(): LinkStore {
  const store = useContext(LinkContext);
  if (store === null) throw new Error('No link store around this component');
  return store;
}

export function useLink<T>(select: (state: LinkState) => T): T {
  return useStore(useLinkStore(), select);
}

/** Position of a task in the report; null where it lacks it. */
export function taskIn({ tasks }: TransferReport, wanted: string | null): number | null {
  const at = tasks.findIndex(({ name }) => name === wanted);
  return at < 0 ? null : at;
}

/** `pair` in the report; null where it lacks one of its tasks. */
export function pairIn(report: TransferReport, pair: NamedPair | null): TaskPair | null {
  const source = taskIn(report, pair?.source ?? null);
  const target = taskIn(report, pair?.target ?? null);
  return source === null || target === null ? null : { source, target };
}

export const namedTask = ({ tasks }: TransferReport, task: number | null): string | null =>
  task === null ? null : tasks[task].name;

export const namedPair = ({ tasks }: TransferReport, pair: TaskPair | null): NamedPair | null =>
  pair === null ? null : { source: tasks[pair.source].name, target: tasks[pair.target].name };

/** Locks `pair`, or takes the lock off. */
export const lockPair = (store: LinkStore, pair: NamedPair | null): void =>
  store.setState({ lockedPair: pair, isUnlocked: pair === null });

/** What is pointed at and locked, in the report: the strongest pair, before one was chosen or the lock taken off. */
export function useLinked(report: TransferReport): {
  readonly task: number | null;
  readonly hover: TaskPair | null;
  readonly locked: TaskPair | null;
} {
  const task = useLink((state) => state.hoverTask);
  const hover = useLink((state) => state.hoverPair);
  const chosen = useLink((state) => state.lockedPair);
  const isUnlocked = useLink((state) => state.isUnlocked);
  const locked = pairIn(report, chosen) ?? (isUnlocked ? null : strongestPair(report));
  return { task: taskIn(report, task), hover: pairIn(report, hover), locked };
}

/** A pair for links. */
export const pairToLink = ({ source, target }: NamedPair): string => `${source}>${target}`;

/** The pair in a link; null where the report lacks one of its tasks. */
export function pairOfLink({ tasks }: TransferReport, link: string): NamedPair | null {
  const [source, target, more] = link.split('>');
  const isThere = (wanted: string | undefined): boolean => tasks.some(({ name }) => name === wanted);
  return target !== undefined && more === undefined && isThere(source) && isThere(target)
    ? { source, target }
    : null;
}
