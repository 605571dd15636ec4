/** What is reached for the cost spent; while a run is under way, its loss as it falls. */
import { useId, useMemo, type ReactNode } from 'react';
import { ARM_LOOKS } from '../../views/grow/arm-looks.ts';
import { growCurves } from '../../views/grow/grow-curves.ts';
import type { CurvesInput } from '../../views/grow/curve-series.ts';
import { AXIS_CHOICES, CURVES_TITLE, curvesFacts } from '../../views/grow/curves-words.ts';
import { liveLoss } from '../../views/grow/live-loss.ts';
import { isWhole } from '../../views/grow/stage-input.ts';
import { Segmented } from '../controls/segmented.tsx';
import { SvgView } from '../figures/svg-view.tsx';
import { useSize, useWidth } from '../figures/use-size.ts';
import { useTheme } from '../figures/use-theme.ts';
import { useTypeScale } from '../figures/use-type-scale.ts';
import { useGrow } from './grow-lab-context.ts';
import type { ArmNow, ShownGrowth } from './grow-lab-types.ts';
import { useGrowView, useGrowViewStore } from './grow-view-store.ts';
import { wholeOf } from './stage-draft.ts';

export function CurvesPanel({ isStale }: { readonly isStale: boolean }): ReactNode {
  const id = useId();
  const shown = useGrow((state) => state.shown);
  const now = useGrow((state) => state.now);
  const axis = useGrowView((view) => view.axis);
  const view = useGrowViewStore();
  const input = useMemo(() => (shown === null ? null : curvesInput(shown, axis)), [shown, axis]);
  return (
    <section
      className={isStale ? 'panel grow-curves is-stale' : 'panel grow-curves'}
      data-part="anytime"
      aria-labelledby={`${id}-title`}
    >
      <div className="panel-head">
        <h2 id={`${id}-title`}>{CURVES_TITLE}</h2>
        <p className="quiet">{input === null ? 'nothing was trained yet' : curvesFacts(input)}</p>
        <Segmented
          legend="Across"
          value={axis}
          options={AXIS_CHOICES}
          onChange={(chosen) => view.setState({ axis: chosen })}
        />
      </div>
      {input !== null && input.report.curves.length > 0 ? (
        <Curves input={input} />
      ) : (
        now === null && <p className="quiet grow-waiting">The curves come with the first run.</p>
      )}
      {now !== null && <Live now={now} isAlone={input === null || input.report.curves.length === 0} />}
    </section>
  );
}

export function curvesInput(
  { report, structure }: Pick<ShownGrowth, 'report' | 'structure'>,
  axis: CurvesInput['axis'],
): CurvesInput {
  const widest = wholeOf(structure, report.recipe.decoder).neurons;
  const depth = structure.layers.length;
  return { report, axis, whole: report.stages.map((stage) => isWhole(stage, { depth, widest })) };
}

function Curves({ input }: { readonly input: CurvesInput }): ReactNode {
  const [attach, { width, height }] = useSize();
  const type = useTypeScale();
  const theme = useTheme();
  const drawing = useMemo(
    () =>
      width < 80 || height < 60 ? null : (
        <SvgView key={theme} node={growCurves(input, { width, height, type })} />
      ),
    [input, width, height, type, theme],
  );
  return (
    <div ref={attach} className="grow-curves-plot">
      {drawing}
    </div>
  );
}

/** Of the loss: with the curves above it, and before there are any. */
const LIVE_HEIGHT = { beside: 46, alone: 130 } as const;

function Live({ now, isAlone }: { readonly now: ArmNow; readonly isAlone: boolean }): ReactNode {
  const [attach, width] = useWidth();
  const type = useTypeScale();
  const last = now.losses.at(-1);
  return (
    <div className="grow-live">
      <p className="quiet">
        {ARM_LOOKS[now.arm].name}, seed {now.seed}: step {last?.step ?? 0} of {now.steps}
        {last !== undefined && ` · loss ${last.loss.toFixed(2)}`}
      </p>
      <div ref={attach} className="grow-plot">
        {width >= 80 && (
          <SvgView
            node={liveLoss(now, { width, height: LIVE_HEIGHT[isAlone ? 'alone' : 'beside'] * type })}
          />
        )}
      </div>
    </div>
  );
}
