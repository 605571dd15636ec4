/** What the bar says of the place, wherever the visitor is: read before the place itself is loaded. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useLab } from '../lab-context.tsx';
import { RunTag } from '../shell/run-tag.tsx';

export function GrowTag(): ReactNode {
  const { store } = useLab().grow;
  const [origin, status] = [
    useStore(store, (state) => state.origin),
    useStore(store, (state) => state.status),
  ];
  return <RunTag origin={origin} status={status} />;
}
