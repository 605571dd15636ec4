/**
 * What is pointed at and locked on the Transfer page, and how its figures are set. A task or a pair pointed at in one
 * figure lights up in all. Tasks are positions in the report's `tasks`; a shown report that lacks them ignores them.
 */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { TaskPair } from '../../views/transfer/estimate-text.ts';
import type { IndicatorSort } from '../../views/transfer/indicator-layout.ts';
import type { MatrixOrder } from '../../views/transfer/matrix-order.ts';
import type { TransferMeasure } from '../../views/transfer/transfer-measure.ts';

export interface LinkState {
  readonly hoverTask: number | null;
  readonly hoverPair: TaskPair | null;
  readonly lockedPair: TaskPair | null;
  readonly order: MatrixOrder;
  readonly measure: TransferMeasure;
  readonly indicatorSort: IndicatorSort;
  /** The two prompts of the neuron overlap; null follows the locked pair. */
  readonly overlap: readonly [number, number] | null;
  /** Positions in the report's lists; null follows the locked pair where the list has it. */
  readonly initialisation: number | null;
  readonly maskedTask: number | null;
  readonly projection: number;
}

export type LinkStore = StoreApi<LinkState>;

export function createLinkStore(start: Partial<LinkState> = {}): LinkStore {
  return createStore<LinkState>(() => ({
    hoverTask: null,
    hoverPair: null,
    lockedPair: null,
    order: 'family',
    measure: 'relative',
    indicatorSort: 'given',
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

/** `pair` if `report` has both of its tasks. */
export function pairIn({ tasks }: TransferReport, pair: TaskPair | null): TaskPair | null {
  return pair !== null && pair.source < tasks.length && pair.target < tasks.length ? pair : null;
}

/** A pair by its tasks' names, for links: reports order their tasks differently. */
export function pairToLink({ tasks }: TransferReport, { source, target }: TaskPair): string {
  return `${tasks[source].name}>${tasks[target].name}`;
}

export function pairOfLink({ tasks }: TransferReport, link: string): TaskPair | null {
  const names = link.split('>');
  const [source, target] = names.map((wanted) => tasks.findIndex(({ name }) => name === wanted));
  return names.length === 2 && source >= 0 && target >= 0 ? { source, target } : null;
}
