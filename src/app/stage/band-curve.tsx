/** A curve of the band: loss or accuracy by step. Dragging its handle, or the arrow keys, turns the whole stage back. */
import { useCallback, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { bandFrame, bandLayout, timeHandle } from '../../views/curves/band-layout.ts';
import { paintCurves } from '../../views/curves/curve-canvas.ts';
import { readingAt, stepAt } from '../../views/curves/crosshair.ts';
import type { CurveInput } from '../../views/curves/curve-input.ts';
import type { CurveLayout } from '../../views/curves/curve-layout.ts';
import { curveLines } from '../../views/curves/curve-lines.ts';
import type { Metric } from '../../views/curves/run-series.ts';
import { curveOfRun } from '../figures/curve-of-run.ts';
import { replace } from '../figures/curve-painter.ts';
import { currentPalette, themeKey } from '../figures/palette.ts';
import { useSize } from '../figures/use-size.ts';
import { useFrame, useLab } from '../lab-context.tsx';
import { stageStep } from './stage-shown.ts';

export function BandCurve({ metric }: { readonly metric: Metric }): ReactNode {
  const lab = useLab();
  const [attach, { width, height }] = useSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const frame = useRef<SVGGElement>(null);
  const handle = useRef<SVGGElement>(null);
  const layout = useRef<CurveLayout | null>(null);
  const drawn = useRef({ lines: '', handle: '' });

  const input = useCallback((): CurveInput | null => {
    const view = { ...lab.view.getState(), abscissa: 'steps', logarithmicLoss: false } as const;
    return curveOfRun(lab.run.getState(), view, metric);
  }, [lab, metric]);

  useFrame(
    useCallback(() => {
      const shown = input();
      const [paper, whole] = [canvas.current, svg.current];
      if (shown === null || paper === null || whole === null || width < 80 || height < 40) return;
      const run = lab.run.getState();
      const lines = [
        run.id,
        shown.run.series.length,
        shown.run.dev.length,
        shown.earlier.length,
        shown.end,
        ...shown.references.map(({ value }) => value),
        width,
        height,
        themeKey(),
      ].join();
      if (lines !== drawn.current.lines) {
        drawn.current = { lines, handle: '' };
        layout.current = bandLayout(shown, { width, height });
        fit(paper, whole, layout.current);
        const context = paper.getContext('2d');
        if (context !== null) paint(context, shown, layout.current);
        if (frame.current !== null) replace(frame.current, bandFrame(shown, layout.current));
      }
      const step = stageStep(run, lab.stage.getState());
      if (String(step) === drawn.current.handle || layout.current === null || handle.current === null) return;
      drawn.current.handle = String(step);
      replace(handle.current, run.series.length === 0 ? [] : timeHandle(step, shown, layout.current));
      tell(whole, step, shown);
    }, [lab, input, width, height]),
  );

  const drag = (event: PointerEvent<SVGSVGElement>): void => {
    const shown = input();
    if (event.buttons === 0 || shown === null || layout.current === null) return;
    const left = event.currentTarget.getBoundingClientRect().left;
    const pixel = Math.max(layout.current.left, Math.min(layout.current.right, event.clientX - left));
    turnTo(stepAt(pixel, shown, layout.current), shown);
  };
  const turnTo = (step: number | null, shown: CurveInput): void => {
    if (step === null) return;
    // At its end the stage follows the run again.
    lab.stage.setState({ step: step >= shown.run.series.lastStep ? null : step });
  };
  const onKey = (event: KeyboardEvent): void => {
    const shown = input();
    if (shown === null || shown.run.series.length === 0) return;
    const { lastStep, steps } = shown.run.series;
    const now = stageStep(lab.run.getState(), lab.stage.getState());
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: now - 1,
      ArrowDown: now - 1,
      ArrowRight: now + 1,
      ArrowUp: now + 1,
      PageDown: now - 10,
      PageUp: now + 10,
      Home: steps[0],
      End: lastStep,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    turnTo(Math.max(steps[0], Math.min(lastStep, next)), shown);
  };
  return (
    <div ref={attach} className="band-curve plot">
      <canvas ref={canvas} aria-hidden="true" />
      <svg
        ref={svg}
        className="plot-overlay"
        role="slider"
        tabIndex={0}
        aria-label={
          metric === 'loss'
            ? 'Loss; the step that the stage shows'
            : 'Accuracy; the step that the stage shows'
        }
        aria-valuemin={0}
        aria-valuemax={0}
        aria-valuenow={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={drag}
        onKeyDown={onKey}
      >
        <g ref={frame} />
        <g ref={handle} />
      </svg>
    </div>
  );
}

/** A longer run before this one goes on beyond the axis: it is cut there. */
function paint(context: CanvasRenderingContext2D, input: CurveInput, layout: CurveLayout): void {
  const ratio = devicePixelRatio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, layout.size.width, layout.size.height);
  context.save();
  context.beginPath();
  context.rect(layout.left, 0, layout.right - layout.left + 2, layout.size.height);
  context.clip();
  paintCurves(context, curveLines(input, layout), layout, currentPalette(), ratio);
  context.restore();
}

function fit(canvas: HTMLCanvasElement, svg: SVGSVGElement, { size }: CurveLayout): void {
  const { width, height } = size;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  canvas.style.width = `${String(width)}px`;
  canvas.style.height = `${String(height)}px`;
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
}

/** What a screen reader says of the handle. */
function tell(svg: SVGSVGElement, step: number, input: CurveInput): void {
  const reading = readingAt(step, input);
  const dev = typeof reading?.dev === 'string' ? `, dev ${reading.dev}` : '';
  svg.setAttribute('aria-valuemax', String(input.run.series.lastStep));
  svg.setAttribute('aria-valuenow', String(step));
  svg.setAttribute(
    'aria-valuetext',
    reading === null ? 'no steps yet' : `step ${String(step)}: ${reading.smoothed}, smoothed${dev}`,
  );
}
