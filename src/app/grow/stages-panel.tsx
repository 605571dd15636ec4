/** The first picture of the place, which is the editor too: the ends of stages are handles, for pointers and keys. */
import { useId, useMemo, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { stagesFigure } from '../../views/grow/stages-figure.ts';
import { stagesLayout, stepAt, type StagesLayout } from '../../views/grow/stages-layout.ts';
import { stepsIn, plannedCost, type StagesInput } from '../../views/grow/stage-input.ts';
import { costWords, STAGES_TITLE, stageText } from '../../views/grow/stages-words.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useSize } from '../figures/use-size.ts';
import { useTheme } from '../figures/use-theme.ts';
import { useTypeScale } from '../figures/use-type-scale.ts';
import { Term } from '../glossary/term.tsx';
import { isActive } from '../job/job-status.ts';
import { useGrow, useGrowDraft, useGrowLab } from './grow-lab-context.ts';
import { boundaryByKey } from './boundary-keys.ts';
import { OutcomeRows } from './outcome-rows.tsx';
import { moveBoundary } from './stage-draft.ts';
import type { GrowPlan } from './use-grow-plan.ts';

export function StagesPanel({ plan }: { readonly plan: GrowPlan }): ReactNode {
  const id = useId();
  const { input, problem } = plan;
  const prediction = useGrow((state) => state.prediction);
  const isRunning = useGrow(({ status }) => isActive(status));
  if (input === null) return null;
  return (
    <section className="panel grow-stages" data-part="stages" aria-labelledby={`${id}-title`}>
      <div className="panel-head">
        <h2 id={`${id}-title`}>{STAGES_TITLE}</h2>
        <p className="quiet">
          <Term of="FLOPs">cost</Term> {costWords(plannedCost(input))}
          {!isRunning && <span className="grow-drag-hint"> · drag | to move a stage</span>}
        </p>
      </div>
      <Picture input={input} whole={plan.whole} />
      <p className="visually-hidden" role="status">
        {input.stages.map((stage, index) => stageText(stage, index)).join('. ')}
      </p>
      {problem !== null && (
        <p className="field-error grow-stage-problem" role="alert">
          {problem}
        </p>
      )}
      {prediction.kind === 'failed' && (
        <p className="field-error" role="alert">
          {prediction.error.message} {prediction.error.remedy}
        </p>
      )}
      <OutcomeRows plan={plan} />
    </section>
  );
}

function Picture({
  input,
  whole,
}: {
  readonly input: StagesInput;
  readonly whole: GrowPlan['whole'];
}): ReactNode {
  const [attach, { width, height }] = useSize();
  const type = useTypeScale();
  const theme = useTheme();
  const isRunning = useGrow(({ status }) => isActive(status));
  const room = useMemo(() => ({ width, height, type }), [width, height, type]);
  const isMeasured = width >= 80 && height >= 80;
  const drawing = useMemo(
    () => (isMeasured ? <SvgView key={theme} node={stagesFigure(input, room)} /> : null),
    [input, room, theme, isMeasured],
  );
  return (
    <div ref={attach} className="grow-stages-plot">
      {drawing}
      {isMeasured &&
        !isRunning &&
        input.stages
          .slice(0, -1)
          .map((_, boundary) => (
            <Handle
              key={boundary}
              boundary={boundary}
              input={input}
              whole={whole}
              layout={stagesLayout(input, room)}
            />
          ))}
    </div>
  );
}

interface HandleProps {
  readonly boundary: number;
  readonly input: StagesInput;
  readonly whole: GrowPlan['whole'];
  readonly layout: StagesLayout;
}

/** The end of a stage. Its value is a step; ↑ ↓ change the layers of the stage that ends there, with Shift its neurons. */
function Handle({ boundary, input, whole, layout }: HandleProps): ReactNode {
  const lab = useGrowLab();
  const stages = useGrowDraft((draft) => draft.stages);
  const isDragged = useRef(false);
  const stage = input.stages[boundary];
  const steps = stepsIn(input);
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!isDragged.current || box === undefined) return;
    const step = stepAt(layout, event.clientX - box.left, steps);
    lab.draft.setState({ stages: moveBoundary(stages, boundary, step) });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = boundaryByKey(stages, boundary, { key: event.key, shift: event.shiftKey }, whole);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    lab.draft.setState({ stages: next });
  };
  return (
    <div
      className="grow-handle"
      role="slider"
      tabIndex={0}
      aria-label={`End of stage ${String(boundary + 1)}`}
      aria-orientation="horizontal"
      aria-valuemin={stage.from}
      aria-valuemax={input.stages[boundary + 1].to - 1}
      aria-valuenow={stage.to}
      aria-valuetext={`step ${String(stage.to)}; the stage has ${String(stage.layers.length)} layers of ${String(stage.neurons)} neurons`}
      style={{ left: layout.x(stage.to) }}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        isDragged.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onPointerUp={() => (isDragged.current = false)}
      onPointerCancel={() => (isDragged.current = false)}
    >
      <span aria-hidden="true" />
    </div>
  );
}
