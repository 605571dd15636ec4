/** How a visitor looks at the run shown: against what the curves are drawn, and at which evaluation the grid is read. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { SPENT_AXES, type SpentAxis } from '../../views/grow/curve-series.ts';

export interface GrowView {
  readonly axis: SpentAxis;
  /** Number of the evaluation; null for the last one. */
  readonly point: number | null;
}

export type GrowViewStore = StoreApi<GrowView>;

export const createGrowView = (): GrowViewStore =>
  createStore<GrowView>(() => ({ axis: 'flops', point: null }));

export const GrowViewContext = createContext<GrowViewStore | null>(null);

export function useGrowViewStore(): GrowViewStore {
  const store = useContext(GrowViewContext);
  if (store === null) throw new Error('No view of growing runs around this component');
  return store;
}

export function useGrowView<T>(select: (view: GrowView) => T): T {
  return useStore(useGrowViewStore(), select);
}

export function turnAxis(store: GrowViewStore): void {
  const at = SPENT_AXES.indexOf(store.getState().axis);
  store.setState({ axis: SPENT_AXES[(at + 1) % SPENT_AXES.length] });
}
