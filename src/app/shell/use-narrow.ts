/** Whether the page is as narrow as a phone. */
import { useSyncExternalStore } from 'react';

const NARROW = '(width < 40rem)';

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(NARROW);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(NARROW).matches,
  );
}
