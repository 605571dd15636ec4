/** What the bar says of the place, wherever the visitor is: read before the place itself is loaded. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useLab } from '../lab-context.tsx';
import { RunTag } from '../shell/run-tag.tsx';

export function WordsState(): ReactNode {
  const { store } = useLab().words;
  const [origin, status] = [
    useStore(store, (state) => state.origin),
    useStore(store, (state) => state.status),
  ];
  return <RunTag origin={origin} status={status} running="sorting on this device" />;
}
