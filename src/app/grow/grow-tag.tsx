/** What the bar says of the place, wherever the visitor is: read before the place itself is loaded. */
import type { ReactNode } from 'react';
import { useLab } from '../lab-context.tsx';
import { GrowLabContext } from './grow-lab-context.ts';
import { GrowStateTag } from './grow-state-tag.tsx';

export function GrowTag(): ReactNode {
  return (
    <GrowLabContext value={useLab().grow}>
      <GrowStateTag />
    </GrowLabContext>
  );
}
