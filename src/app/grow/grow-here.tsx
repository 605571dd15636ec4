/** The place Grow with the lab's own runs. */
import type { ReactNode } from 'react';
import { useLab } from '../lab-context.tsx';
import { GrowPage } from './grow-page.tsx';

export function GrowHere(): ReactNode {
  return <GrowPage lab={useLab().grow} />;
}
