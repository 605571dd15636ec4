/** What Grow has in its drawers, as a table. */
import type { ReactNode } from 'react';
import type { DrawerTab } from '../frame/drawers.tsx';
import { LikenessFigure, PlaceFigures, PublishedFigure, ScoresFigure } from './drawers/figures.tsx';
import { GrowFiles } from './drawers/grow-files.tsx';
import { StagesDrawer } from './drawers/stages-drawer.tsx';
import { useGrowDraft } from './grow-lab-context.ts';
import { DRAWER_KEYS } from './grow-keys.ts';

function StageCount(): ReactNode {
  return useGrowDraft(({ stages }) => stages.length);
}

const tab = (id: keyof typeof DRAWER_KEYS, content: () => ReactNode, note?: ReactNode): DrawerTab => ({
  id,
  ...DRAWER_KEYS[id],
  ...(note === undefined ? {} : { note }),
  content: () => <div className="grow-drawer">{content()}</div>,
});

export const GROW_DRAWERS: readonly DrawerTab[] = [
  tab('stages', () => <StagesDrawer />, <StageCount />),
  tab('scores', () => <ScoresFigure />),
  tab('likeness', () => <LikenessFigure />, 'of the stages’ prompts'),
  tab('published', () => <PublishedFigure />),
  tab('tables', () => <PlaceFigures />),
  tab('save', () => <GrowFiles />),
];
