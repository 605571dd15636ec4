/** One panel of the heatmap: pointing previews, clicking locks, dragging zooms into neurons. */
import { useCallback, useEffect, useRef, type PointerEvent, type ReactNode } from 'react';
import type { HeatmapLayout } from '../../views/activations/heatmap-frame.ts';
import { PANEL_NAMES } from '../../views/activations/heatmap-text.ts';
import type { LockedCell } from '../../views/activations/move-cell.ts';
import type { NeuronRange } from '../../views/activations/neuron-range.ts';
import type { PanelKind } from '../../views/activations/panel-cells.ts';
import { useFrame } from '../lab-context.tsx';
import { HeatmapPainter, type PanelScene } from './heatmap-painter.ts';

export interface HeatmapPanelProps {
  readonly kind: PanelKind;
  readonly scene: () => PanelScene | null;
  readonly onHover: (cell: LockedCell | null) => void;
  readonly onLock: (cell: LockedCell) => void;
  readonly onBrush: (range: NeuronRange) => void;
}

/** A pointer that moved less than this has clicked. */
const CLICK_PIXELS = 4;

export function HeatmapPanel({ kind, scene, onHover, onLock, onBrush }: HeatmapPanelProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const frame = useRef<SVGGElement>(null);
  const outlines = useRef<SVGGElement>(null);
  const brush = useRef<HTMLDivElement>(null);
  const painter = useRef<HeatmapPainter | null>(null);
  const start = useRef<number | null>(null);

  useEffect(() => {
    if (canvas.current === null || svg.current === null) return;
    if (frame.current === null || outlines.current === null) return;
    painter.current = new HeatmapPainter(
      { canvas: canvas.current, svg: svg.current, frame: frame.current, outlines: outlines.current },
      kind,
    );
  }, [kind]);
  useFrame(
    useCallback(() => {
      const shown = scene();
      if (shown !== null) painter.current?.draw(shown);
    }, [scene]),
  );

  const place = (event: PointerEvent<SVGSVGElement>): { readonly x: number; readonly y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const showBrush = (from: number, to: number): void => {
    if (brush.current === null) return;
    brush.current.hidden = Math.abs(to - from) < CLICK_PIXELS;
    brush.current.style.left = `${Math.min(from, to)}px`;
    brush.current.style.width = `${Math.abs(to - from)}px`;
  };
  const end = (event: PointerEvent<SVGSVGElement>): void => {
    const from = start.current;
    start.current = null;
    const shown = scene();
    if (from === null || shown === null) return;
    const { x, y } = place(event);
    showBrush(0, 0);
    if (Math.abs(x - from) >= CLICK_PIXELS) {
      onBrush({ from: neuronAt(Math.min(x, from), shown), to: neuronAt(Math.max(x, from), shown) });
      return;
    }
    const cell = cellAt(x, y, shown);
    if (cell !== null) onLock(cell);
  };

  return (
    <div className="heat-panel">
      <h4>{PANEL_NAMES[kind]}</h4>
      <div className="heat-cells">
        <canvas ref={canvas} aria-hidden="true" />
        <svg
          ref={svg}
          aria-hidden="true"
          onPointerDown={(event) => {
            start.current = place(event).x;
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const { x, y } = place(event);
            const shown = scene();
            if (start.current !== null) showBrush(start.current, x);
            if (shown !== null) onHover(cellAt(x, y, shown));
          }}
          onPointerUp={end}
          onPointerCancel={() => {
            start.current = null;
            showBrush(0, 0);
          }}
          onPointerLeave={() => onHover(null)}
        >
          <g ref={frame} />
          <g ref={outlines} />
        </svg>
        <div className="heat-brush" ref={brush} hidden />
      </div>
    </div>
  );
}

function neuronAt(x: number, { layout, range }: PanelScene): number {
  return range.from + shareAcross(x, layout) * (range.to - range.from);
}

function shareAcross(x: number, layout: HeatmapLayout): number {
  return Math.max(0, Math.min(1, (x - layout.left) / (layout.right - layout.left)));
}

function cellAt(x: number, y: number, { layout, starts, frame }: PanelScene): LockedCell | null {
  if (x < layout.left || x >= layout.right || y < 0 || y >= layout.panelHeight) return null;
  const column = Math.floor(shareAcross(x, layout) * (starts.length - 1));
  return {
    layer: frame.layers - 1 - Math.floor(y / layout.rowHeight),
    neuron: starts[Math.min(starts.length - 2, column)],
  };
}
