/** Whether the place has two columns that fill the window; on less room everything is as high as it needs. */
import { useSyncExternalStore } from 'react';

const WIDE = '(width >= 64rem)';

export function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(WIDE);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(WIDE).matches,
  );
}
