/** Loss or accuracy by step, live. */
import { useCallback, useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { readingAt, stepAt } from '../../views/curves/crosshair.ts';
import { curveText, type CurveInput } from '../../views/curves/curve-input.ts';
import { pointsBeyond } from '../../views/curves/curve-layout.ts';
import { EARLIER_DASHES } from '../../views/curves/curve-lines.ts';
import { curveSvg } from '../../views/curves/curve-svg.ts';
import { curvePoints, curveTable } from '../../views/curves/curve-table.ts';
import type { Metric } from '../../views/curves/run-series.ts';
import { toStandaloneSvg } from '../../views/standalone-svg.ts';
import { toCsv } from '../../views/table-twin.ts';
import { useFrame, useLab, useRun, useView } from '../lab-context.tsx';
import { curveOfRun, earlierName } from './curve-of-run.ts';
import { CurvePainter } from './curve-painter.ts';
import { Figure } from '../controls/figure-card.tsx';
import { figureFileName, figureMetadata } from './figure-metadata.ts';
import { currentPalette } from './palette.ts';
import { LiveText } from '../live-text.tsx';
import { useWidth } from './use-size.ts';

const HEIGHT = 260;
const FILE_SIZE = { width: 760, height: 360 } as const;

export function CurveFigure({
  metric,
  controls,
}: {
  readonly metric: Metric;
  readonly controls?: ReactNode;
}): ReactNode {
  const lab = useLab();
  const [attach, width] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const frame = useRef<SVGGElement>(null);
  const hair = useRef<SVGGElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const painter = useRef<CurvePainter | null>(null);
  const run = useRun((state) => state.id);
  const devLength = useRun((state) => state.dev.length);
  const status = useRun((state) => state.status);
  const earlier = useRun((state) => state.earlier);
  useView((state) => state.abscissa);
  useView((state) => state.logarithmicLoss);

  const input = useCallback(
    (): CurveInput | null => curveOfRun(lab.run.getState(), lab.view.getState(), metric),
    [lab, metric],
  );

  const facts = useCallback(() => {
    const shown = input();
    return shown === null ? '' : curveText(shown).facts;
  }, [input]);

  useEffect(() => {
    if (canvas.current !== null && svg.current !== null && frame.current !== null && hair.current !== null) {
      painter.current = new CurvePainter({
        canvas: canvas.current,
        svg: svg.current,
        frame: frame.current,
        hair: hair.current,
      });
      lab.frames.invalidate();
    }
  }, [lab, run]);

  const draw = useCallback(() => {
    const shown = input();
    if (shown === null || painter.current === null) return;
    const { hoverStep } = lab.view.getState();
    painter.current.draw(shown, { width, height: HEIGHT }, hoverStep);
    if (readout.current !== null) {
      const { layout } = painter.current;
      const text =
        hoverStep === null
          ? restText(shown, layout === null ? 0 : pointsBeyond(shown, layout))
          : hoverText(shown, hoverStep);
      if (readout.current.textContent !== text) readout.current.textContent = text;
    }
  }, [input, lab, width]);
  useFrame(draw);

  const point = (event: PointerEvent<SVGSVGElement>): void => {
    const shown = input();
    const layout = painter.current?.layout;
    if (shown === null || layout === null || layout === undefined) return;
    const left = event.currentTarget.getBoundingClientRect().left;
    lab.view.setState({ hoverStep: stepAt(event.clientX - left, shown, layout) });
  };
  const key = (event: KeyboardEvent): void => {
    const next = stepByKey(event.key, lab.view.getState().hoverStep, input());
    if (next === undefined) return;
    event.preventDefault();
    lab.view.setState({ hoverStep: next });
  };

  const now = input();
  if (now === null) return null;
  return (
    <Figure
      text={curveText(now)}
      facts={<LiveText read={facts} />}
      table={() => curveTable(input() ?? now)}
      controls={controls}
      files={{
        name: () => figureFileName(lab.run.getState(), metric),
        metadata: () => figureMetadata(lab.run.getState()),
        svg() {
          const shown = input() ?? now;
          const node = curveSvg(shown, FILE_SIZE);
          const metadata = figureMetadata(lab.run.getState());
          return toStandaloneSvg(node, FILE_SIZE, curveText(shown), currentPalette(), metadata);
        },
        csv: () => toCsv(curvePoints(input() ?? now)),
      }}
    >
      <div className="plot" ref={attach} data-points={devLength} data-status={status}>
        <canvas ref={canvas} aria-hidden="true" />
        <svg
          ref={svg}
          role="img"
          tabIndex={0}
          className="plot-overlay"
          onPointerMove={point}
          onPointerLeave={() => lab.view.setState({ hoverStep: null })}
          onBlur={() => lab.view.setState({ hoverStep: null })}
          onKeyDown={key}
        >
          <g ref={frame} />
          <g ref={hair} />
        </svg>
      </div>
      <p className="readout" ref={readout} />
      <ul className="plot-key">
        <li className="key-run">this run</li>
        <li className="key-dev">dev rows</li>
        {earlier.map((other, i) => (
          <li key={other.id} className="key-earlier">
            <svg width="22" height="8" aria-hidden="true">
              <line x1="0" x2="22" y1="4" y2="4" strokeDasharray={EARLIER_DASHES[i].join(' ')} />
            </svg>
            {earlierName(other, lab.run.getState())}
          </li>
        ))}
      </ul>
    </Figure>
  );
}

/** Arrow keys move the crosshair by steps, with Page keys by tens; Esc takes it away. Undefined for other keys, and where there is none to take away. */
function stepByKey(key: string, from: number | null, input: CurveInput | null): number | null | undefined {
  if (input === null || input.run.series.length === 0) return undefined;
  const { lastStep, steps } = input.run.series;
  const start = from ?? lastStep;
  const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };
  if (key === 'Escape') return from === null ? undefined : null;
  if (key === 'Home') return steps[0];
  if (key === 'End') return lastStep;
  const move = moves[key];
  return move === undefined ? undefined : Math.max(steps[0], Math.min(lastStep, start + move));
}

function restText(input: CurveInput, beyond: number): string {
  if (input.run.series.length === 0) return 'No steps yet.';
  return beyond === 0
    ? 'Point at the curve, or focus it and use the arrow keys.'
    : `${beyond} point${beyond === 1 ? '' : 's'} beyond the axis (1st–99th percentile), drawn at its edge.`;
}

function hoverText(input: CurveInput, step: number): string {
  const reading = readingAt(step, input);
  if (reading === null) return '';
  const dev = reading.dev === null ? '' : ` · dev ${reading.dev}`;
  return `step ${reading.step} · batch ${reading.raw} · smoothed ${reading.smoothed}${dev}`;
}
