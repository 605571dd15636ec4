/** The lab for components, and the two ways to read it: through React for what rarely changes, else by frames. */
import { createContext, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import type { JobsState } from './job/jobs.ts';
import type { LibraryState } from './library/library-state.ts';
import type { ShelfState } from './library/shelf.ts';
import type { DraftState } from './recipe/draft-store.ts';
import type { Lab } from './lab.ts';
import type { PageState } from './run/page-store.ts';
import type { RunState } from './run/run-state.ts';
import type { ViewState } from './run/view-store.ts';
import type { StageState } from './stage/stage-store.ts';
import type { SweepState } from './sweep/sweep-state.ts';

export const LabContext = createContext<Lab | null>(null);

export function useLab(): Lab {
  const lab = useContext(LabContext);
  if (lab === null) throw new Error('No lab around this component');
  return lab;
}

/** Part of the run; `select` must give something that changes seldom while training. */
export function useRun<T>(select: (state: RunState) => T): T {
  return useStore(useLab().run, select);
}

export function useDraft<T>(select: (state: DraftState) => T): T {
  return useStore(useLab().draft, select);
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useLab().view, select);
}

export function useStage<T>(select: (state: StageState) => T): T {
  return useStore(useLab().stage, select);
}

export function usePage<T>(select: (state: PageState) => T): T {
  return useStore(useLab().page, select);
}

export function useShelf<T>(select: (state: ShelfState) => T): T {
  return useStore(useLab().shelf, select);
}

export function useLibrary<T>(select: (state: LibraryState) => T): T {
  return useStore(useLab().library.store, select);
}

export function useSweep<T>(select: (state: SweepState) => T): T {
  return useStore(useLab().sweeps.store, select);
}

export function useJobs<T>(select: (state: JobsState) => T): T {
  return useStore(useLab().jobs.store, select);
}

/** Calls `draw` in every frame that something asked for. `draw` must be stable. */
export function useFrame(draw: () => void): void {
  const { frames } = useLab();
  useEffect(() => frames.add(draw), [frames, draw]);
}
