/** The place Words with the lab's own words. */
import type { ReactNode } from 'react';
import { useLab } from '../lab-context.tsx';
import { WordsPage } from './words-page.tsx';

export function WordsHere(): ReactNode {
  return <WordsPage lab={useLab().words} />;
}
