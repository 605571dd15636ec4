/** In what state a place's figures are: a ring for what was recorded, a dot for what is computed on this device. */
import type { ReactNode } from 'react';

export type PlaceState = 'recorded' | 'live' | 'saved' | 'stale' | 'failed' | 'empty';

const WORDS: Readonly<Record<PlaceState, string>> = {
  recorded: 'recorded run',
  live: 'training on this device',
  saved: 'from this device',
  stale: 'recipe changed',
  failed: 'failed',
  empty: 'nothing here yet',
};

export function StateMark({
  state,
  words = WORDS[state],
}: {
  readonly state: PlaceState;
  readonly words?: string;
}): ReactNode {
  return (
    <span className={`state-mark state-${state}`}>
      <span className="state-dot" aria-hidden="true" />
      {words}
    </span>
  );
}
