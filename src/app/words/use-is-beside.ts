/** Whether the sentence stands beside the steps and fills the window's height; below them it is as high as it needs. */
import { useSyncExternalStore } from 'react';

const BESIDE = '(width >= 80rem)';

export function useIsBeside(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(BESIDE);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(BESIDE).matches,
  );
}
