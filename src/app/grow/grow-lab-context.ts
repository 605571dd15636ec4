/** The lab of growing runs for components, and how they read it. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { GrowDraft, GrowLab, GrowState } from './grow-lab-types.ts';

export const GrowLabContext = createContext<GrowLab | null>(null);

export function useGrowLab(): GrowLab {
  const lab = useContext(GrowLabContext);
  if (lab === null) throw new Error('No lab of growing runs around this component');
  return lab;
}

export function useGrow<T>(select: (state: GrowState) => T): T {
  return useStore(useGrowLab().store, select);
}

export function useGrowDraft<T>(select: (draft: GrowDraft) => T): T {
  return useStore(useGrowLab().draft, select);
}
