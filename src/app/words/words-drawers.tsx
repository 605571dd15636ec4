/** What Words has in its drawers, as a table. */
import type { ReactNode } from 'react';
import type { DrawerTab } from '../frame/drawers.tsx';
import { AllWords } from './drawers/all-words.tsx';
import { AllTasksFigure, ConfusionFigure, LearnedFigure, SupportFigure } from './drawers/figures.tsx';
import { Flips } from './drawers/flips.tsx';
import { LeaveOut } from './drawers/leave-out.tsx';
import { WordsTables } from './drawers/variants-table.tsx';
import { WordsFiles } from './drawers/words-files.tsx';
import { useWords } from './words-lab-context.ts';
import { DRAWER_KEYS } from './words-keys.ts';

/** How many there are of something, once there are any. */
function Listed(): ReactNode {
  const count = useWords(({ shown }) => shown?.task.words.reduce((sum, { listed }) => sum + listed, 0) ?? 0);
  return count === 0 ? null : count.toLocaleString('en');
}

function Recorded(): ReactNode {
  const count = useWords(({ recorded }) => recorded.length);
  return count === 0 ? null : count;
}

const tab = (id: keyof typeof DRAWER_KEYS, content: () => ReactNode, note?: ReactNode): DrawerTab => ({
  id,
  ...DRAWER_KEYS[id],
  ...(note === undefined ? {} : { note }),
  content: () => <div className="words-drawer">{content()}</div>,
});

export const WORDS_DRAWERS: readonly DrawerTab[] = [
  tab('words', () => <AllWords />, <Listed />),
  tab('flips', () => <Flips />),
  tab('leave-out', () => <LeaveOut />),
  tab('confusion', () => <ConfusionFigure />, 'before, after'),
  tab('support', () => <SupportFigure />),
  tab('learned', () => <LearnedFigure />, 'with labels'),
  tab('all-tasks', () => <AllTasksFigure />, <Recorded />),
  tab('tables', () => <WordsTables />),
  tab('save', () => <WordsFiles />, 'OpenPrompt, .plab'),
];
