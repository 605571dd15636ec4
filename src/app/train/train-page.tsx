/** The Train place: what goes in, what is frozen, what comes out, and how it came to that. */
import { useMemo, type ReactNode } from 'react';
import { Drawers } from '../frame/drawers.tsx';
import { PlaceHead } from '../frame/place-head.tsx';
import { Sheet } from '../frame/sheet.tsx';
import { useLab, useRun, useView } from '../lab-context.tsx';
import { useFirstPlay } from '../stage/use-first-play.ts';
import { RecipeForm } from '../recipe/recipe-form.tsx';
import { findingSelector } from './finding-of-run.ts';
import { useIsStale } from './use-is-stale.ts';
import { RecipeSentence } from './recipe-sentence.tsx';
import { RunBanners } from './run-banners.tsx';
import { RunControls } from './run-controls.tsx';
import { TrainBody } from './train-body.tsx';
import { TRAIN_DRAWERS } from './train-drawers.tsx';

export function TrainPage(): ReactNode {
  const isStale = useIsStale();
  useFirstPlay();
  const select = useMemo(() => findingSelector(isStale), [isStale]);
  const finding = useRun(select);
  return (
    <div className="place train">
      <PlaceHead finding={finding} recipe={<RecipeSentence />} actions={<RunControls />} />
      <div className="train-body">
        <RunBanners />
        <TrainBody isStale={isStale} />
      </div>
      <Drawers tabs={TRAIN_DRAWERS} />
      <Settings />
    </div>
  );
}

function Settings(): ReactNode {
  const lab = useLab();
  const sheet = useView((state) => state.sheet);
  if (sheet === null) return null;
  return (
    <Sheet title="All settings" focus={sheet.focus} onClose={() => lab.view.setState({ sheet: null })}>
      <RecipeForm />
    </Sheet>
  );
}
