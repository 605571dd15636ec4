/** What the bar says of the place, wherever the visitor is: read before the place itself is loaded. */
import type { ReactNode } from 'react';
import { useLab } from '../lab-context.tsx';
import { WordsLabContext } from './words-lab-context.ts';
import { WordsStateTag } from './words-state-tag.tsx';

export function WordsState(): ReactNode {
  return (
    <WordsLabContext value={useLab().words}>
      <WordsStateTag />
    </WordsLabContext>
  );
}
