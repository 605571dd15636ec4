/** Which parts of the PLM can read the growing run's prompt, at any of its evaluations. */
import { useId, useMemo, type ReactNode } from 'react';
import {
  losses,
  readersFacts,
  readersGrid,
  readersOf,
  readersTitle,
  type ReadersInput,
} from '../../views/grow/readers-grid.ts';
import { currentPalette } from '../figures/palette.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useSize } from '../figures/use-size.ts';
import { useTheme } from '../figures/use-theme.ts';
import { useTypeScale } from '../figures/use-type-scale.ts';
import { Term } from '../glossary/term.tsx';
import { useGrow } from './grow-lab-context.ts';
import { useGrowView, useGrowViewStore } from './grow-view-store.ts';

export function ReadersPanel({ isStale }: { readonly isStale: boolean }): ReactNode {
  const id = useId();
  const shown = useGrow((state) => state.shown);
  const input = useMemo(
    () => (shown === null ? null : readersOf(shown.report.grid, shown.report.majority)),
    [shown],
  );
  const point = usePoint(input);
  return (
    <section
      className={isStale ? 'panel grow-readers is-stale' : 'panel grow-readers'}
      data-part="readers"
      aria-labelledby={`${id}-title`}
    >
      <div className="panel-head">
        <h2 id={`${id}-title`}>
          {input === null ? 'Who can read the full model’s prompt?' : readersTitle(input, point)}
        </h2>
      </div>
      {input === null ? (
        <p className="quiet grow-waiting">
          No <Term of="partial PLM">partial PLM</Term> read this run’s prompt: “read by every part” in all
          settings asks for it.
        </p>
      ) : (
        <div className="grow-readers-body">
          <Grid input={input} point={point} />
          <Beside input={input} point={point} />
        </div>
      )}
    </section>
  );
}

function usePoint(input: ReadersInput | null): number {
  const chosen = useGrowView((view) => view.point);
  const last = Math.max(0, (input?.steps.length ?? 1) - 1);
  return chosen === null ? last : Math.min(last, chosen);
}

function Grid({ input, point }: { readonly input: ReadersInput; readonly point: number }): ReactNode {
  const [attach, { width, height }] = useSize();
  const type = useTypeScale();
  const theme = useTheme();
  const drawing = useMemo(
    () =>
      width < 80 || height < 60 ? null : (
        <SvgView key={theme} node={readersGrid(input, point, { width, height, type }, currentPalette())} />
      ),
    [input, point, width, height, type, theme],
  );
  return (
    <div ref={attach} className="grow-readers-plot">
      {drawing}
    </div>
  );
}

/** What a smaller part loses, in whole points. */
function change(share: number): string {
  const points = Math.round(Math.abs(100 * share));
  if (points === 0) return 'changes nothing';
  return `${share < 0 ? 'gains' : 'loses'} ${String(points)} ${points === 1 ? 'point' : 'points'}`;
}

/** What the picture says, and the evaluation that is looked at. */
function Beside({ input, point }: { readonly input: ReadersInput; readonly point: number }): ReactNode {
  const id = useId();
  const view = useGrowViewStore();
  const lost = losses(input, point);
  const { depths, widths, steps } = input;
  const last = steps.length - 1;
  return (
    <div className="grow-readers-beside">
      <p className="quiet">The growing run’s prompt, read by parts of its model; {readersFacts(input)}.</p>
      {lost !== null && (
        <p>
          A part of {depths.at(-2)} layers {change(lost.depth)}, one of {widths.at(-2)} neurons{' '}
          {change(lost.width)}.
        </p>
      )}
      {last > 0 && (
        <div className="grow-readers-step">
          <label htmlFor={id}>step {steps[point]}</label>
          <input
            id={id}
            type="range"
            min={0}
            max={last}
            step={1}
            value={point}
            aria-valuetext={`step ${String(steps[point])}`}
            onChange={({ target }) => {
              const chosen = Number(target.value);
              view.setState({ point: chosen === last ? null : chosen });
            }}
          />
        </div>
      )}
    </div>
  );
}
