/**
 * Draws a curve figure into a canvas and an SVG above it. The lines are painted anew in a frame that brought points;
 * axes and dots only where they changed, the crosshair where the pointer moved.
 */
import { paintCurves } from '../../views/curves/curve-canvas.ts';
import { curveFrame } from '../../views/curves/curve-frame.ts';
import type { CurveInput, FigureSize } from '../../views/curves/curve-input.ts';
import { curveLayout, type CurveLayout } from '../../views/curves/curve-layout.ts';
import { curveLines } from '../../views/curves/curve-lines.ts';
import { curveSummary } from '../../views/curves/curve-table.ts';
import { crosshair } from '../../views/curves/crosshair.ts';
import { toSvgElement, type SvgNode } from '../../views/svg-node.ts';
import { currentPalette, themeKey } from './palette.ts';

export interface CurveSurface {
  readonly canvas: HTMLCanvasElement;
  readonly svg: SVGSVGElement;
  readonly frame: SVGGElement;
  readonly hair: SVGGElement;
}

export class CurvePainter {
  private readonly surface: CurveSurface;
  private lineKey = '';
  private frameKey = '';
  private hairKey = '';
  layout: CurveLayout | null = null;

  constructor(surface: CurveSurface) {
    this.surface = surface;
  }

  draw(input: CurveInput, size: FigureSize, hoverStep: number | null): void {
    if (size.width < 80) return;
    const ratio = devicePixelRatio;
    const { run, earlier } = input;
    const lineKey = [
      ...[run, ...earlier].map(({ series }) => series.length),
      run.dev.length,
      ...input.references.map(({ value }) => value),
      input.abscissa,
      input.logarithmic,
      input.end,
      size.width,
      ratio,
      themeKey(),
    ].join();
    // The same run with the same points: nothing to draw but the crosshair.
    if (lineKey !== this.lineKey || run.series !== this.lastSeries) {
      this.lineKey = lineKey;
      this.lastSeries = run.series;
      this.layout = curveLayout(input, size);
      this.paint(input, this.layout, ratio);
      this.drawFrame(input, this.layout);
      this.hairKey = '';
    }
    if (this.layout !== null) this.drawHair(input, this.layout, hoverStep);
  }

  private lastSeries: CurveInput['run']['series'] | null = null;

  private paint(input: CurveInput, layout: CurveLayout, ratio: number): void {
    const { canvas } = this.surface;
    const { width, height } = layout.size;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext('2d');
    if (context !== null) paintCurves(context, curveLines(input, layout), layout, currentPalette(), ratio);
  }

  private drawFrame(input: CurveInput, layout: CurveLayout): void {
    const { svg, frame } = this.surface;
    const { width, height } = layout.size;
    const key = [
      ...layout.y.domain(),
      ...layout.x.domain(),
      input.run.dev.length,
      input.run.bestStep,
      ...input.references.map(({ value }) => value),
      ...input.earlier.map(({ name }) => name),
      input.abscissa,
      input.logarithmic,
      width,
    ].join();
    if (key === this.frameKey) return;
    this.frameKey = key;
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.setAttribute('width', String(width));
    svg.setAttribute('height', String(height));
    svg.setAttribute('aria-label', curveSummary(input));
    replace(frame, curveFrame(input, layout));
  }

  private drawHair(input: CurveInput, layout: CurveLayout, step: number | null): void {
    const key = String(step);
    if (key === this.hairKey) return;
    this.hairKey = key;
    replace(this.surface.hair, step === null ? [] : crosshair(step, input, layout));
  }
}

export function replace(group: SVGGElement, nodes: readonly SvgNode[]): void {
  group.replaceChildren(...nodes.map((node) => toSvgElement(node, document)));
}
