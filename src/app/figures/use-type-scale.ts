/** How much larger than on a desk type is: before an audience the root element's size grows, and figures follow it. */
import { useSyncExternalStore } from 'react';
import { useTalk } from '../talk/talk-store.ts';

const DESK = 16;

const scale = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / DESK || 1;

export function useTypeScale(): number {
  const talks = useTalk((state) => state.on);
  const size = useSyncExternalStore(
    (changed) => {
      window.addEventListener('resize', changed);
      return () => window.removeEventListener('resize', changed);
    },
    // A reader's own larger size leaves figures as they are; only the audience's type makes them grow.
    scale,
  );
  return talks ? size : 1;
}
