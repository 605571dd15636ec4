/** The Grow place: does a prompt learn as much from a PLM that is still growing, and for less? */
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { growFinding, growLine } from '../../views/grow/grow-finding.ts';
import { plannedCost } from '../../views/grow/stage-input.ts';
import { STAGES_TITLE } from '../../views/grow/stages-words.ts';
import { FigurePlace } from '../controls/figure-card.tsx';
import { Drawers } from '../frame/drawers.tsx';
import { PlaceHead } from '../frame/place-head.tsx';
import { CurvesPanel } from './curves-panel.tsx';
import { factsOfGrowth } from './facts-of-growth.ts';
import { GrowActions } from './grow-actions.tsx';
import { GROW_DRAWERS } from './grow-drawers.tsx';
import { GrowLabContext, useGrow, useGrowDraft, useGrowLab } from './grow-lab-context.ts';
import type { GrowLab } from './grow-lab-types.ts';
import { GrowNotices } from './grow-notices.tsx';
import { GrowSentence } from './grow-sentence.tsx';
import { GrowSheet } from './grow-sheet.tsx';
import { createGrowView, GrowViewContext } from './grow-view-store.ts';
import { ReadersPanel } from './readers-panel.tsx';
import { StagesPanel } from './stages-panel.tsx';
import { useGrowKeys } from './use-grow-keys.ts';
import { useGrowPlan } from './use-grow-plan.ts';

/** @param lab what the place shows and asks of */
export function GrowPage({ lab }: { readonly lab: GrowLab }): ReactNode {
  const [view] = useState(createGrowView);
  useEffect(() => lab.open(), [lab]);
  return (
    <GrowLabContext value={lab}>
      <GrowViewContext value={view}>
        <GrowPlace />
      </GrowViewContext>
    </GrowLabContext>
  );
}

function GrowPlace(): ReactNode {
  const lab = useGrowLab();
  const plan = useGrowPlan();
  const shown = useGrow((state) => state.shown);
  const status = useGrow((state) => state.status);
  const progress = useGrow((state) => state.progress);
  const isLoading = useGrow((state) => state.loading !== null);
  const task = useGrowDraft((draft) => draft.task);
  useGrowKeys();
  const cost = plan.input === null ? null : plannedCost(plan.input);
  const facts = useMemo(
    () => factsOfGrowth({ shown, status, progress }, task, cost),
    [shown, status, progress, task, cost],
  );
  const finding = useMemo(() => growFinding(facts), [facts]);
  return (
    <div
      className="place grow-place"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const files = Array.from(event.dataTransfer.files);
        if (files.length > 0) lab.openFiles(files);
      }}
    >
      <PlaceHead finding={finding} recipe={<GrowSentence />} actions={<GrowActions plan={plan} />} />
      <div className="grow-body">
        <p className="grow-line">{growLine(facts)}</p>
        <GrowNotices />
        {plan.input === null ? (
          <FigurePlace
            title={STAGES_TITLE}
            state={{
              kind: 'empty',
              why: isLoading
                ? 'The recorded run comes in a moment.'
                : 'The layers of this model aren’t known yet. Predict, or choose another model.',
            }}
          />
        ) : (
          <div className="grow-stage">
            <StagesPanel plan={plan} />
            <CurvesPanel isStale={plan.isStale} />
            <ReadersPanel isStale={plan.isStale} />
          </div>
        )}
      </div>
      <Drawers tabs={GROW_DRAWERS} hint={<KeyHint />} />
      <GrowSheet plan={plan} />
    </div>
  );
}

/** How stages are changed without a pointer. */
function KeyHint(): ReactNode {
  return (
    <span>
      <kbd>← →</kbd> move the end of a stage <kbd>↑ ↓</kbd> its layers
    </span>
  );
}
