/** Draws one heatmap panel: cells as pixels of a canvas, names and outlines as SVG above it. */
import type { ActivationFrame } from '../../experiment/run-record.ts';
import {
  cellOutline,
  countStrip,
  layerAxis,
  type HeatmapLayout,
} from '../../views/activations/heatmap-frame.ts';
import type { LockedCell } from '../../views/activations/move-cell.ts';
import type { NeuronRange } from '../../views/activations/neuron-range.ts';
import { panelCells, type HeatmapMode, type PanelKind } from '../../views/activations/panel-cells.ts';
import { heatmapRamps, panelPixels } from '../../views/activations/panel-colours.ts';
import { replace } from './curve-painter.ts';
import { currentPalette, themeKey } from './palette.ts';

export interface PanelSurface {
  readonly canvas: HTMLCanvasElement;
  readonly svg: SVGSVGElement;
  readonly frame: SVGGElement;
  readonly outlines: SVGGElement;
}

export interface PanelScene {
  readonly frame: ActivationFrame;
  readonly mode: HeatmapMode;
  readonly range: NeuronRange;
  readonly layout: HeatmapLayout;
  readonly starts: Uint32Array;
  readonly hover: LockedCell | null;
  readonly locked: LockedCell | null;
}

export class HeatmapPainter {
  private readonly surface: PanelSurface;
  private readonly kind: PanelKind;
  private drawn: PanelScene | null = null;
  private theme = '';

  constructor(surface: PanelSurface, kind: PanelKind) {
    this.surface = surface;
    this.kind = kind;
  }

  draw(scene: PanelScene): void {
    const before = this.drawn;
    const theme = themeKey();
    const cellsChanged =
      before?.frame !== scene.frame ||
      before.mode !== scene.mode ||
      before.range !== scene.range ||
      before.layout !== scene.layout ||
      theme !== this.theme;
    if (cellsChanged) {
      this.paintCells(scene);
      this.drawFrame(scene);
    }
    if (cellsChanged || before.hover !== scene.hover || before.locked !== scene.locked) this.outline(scene);
    this.drawn = scene;
    this.theme = theme;
  }

  private paintCells({ frame, mode, range, layout, starts }: PanelScene): void {
    const cells = panelCells(frame, this.kind, mode, range, starts.length - 1);
    const { canvas } = this.surface;
    canvas.width = cells.columns;
    canvas.height = cells.layers;
    canvas.style.left = `${layout.left}px`;
    canvas.style.width = `${layout.right - layout.left}px`;
    canvas.style.height = `${layout.panelHeight}px`;
    const pixels = panelPixels(cells, frame.scale, heatmapRamps(currentPalette()));
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, cells.columns, cells.layers), 0, 0);
  }

  private drawFrame({ frame, layout }: PanelScene): void {
    const { svg, frame: group } = this.surface;
    svg.setAttribute('viewBox', `0 0 ${layout.width} ${layout.panelHeight}`);
    svg.setAttribute('width', String(layout.width));
    svg.setAttribute('height', String(layout.panelHeight));
    const strip = this.kind === 'overlap' ? countStrip(frame, layout) : [];
    replace(group, [...layerAxis(frame.layers, layout), ...strip]);
  }

  private outline({ hover, locked, starts, layout }: PanelScene): void {
    replace(this.surface.outlines, [
      ...(hover === null ? [] : cellOutline(hover, starts, layout, false)),
      ...(locked === null ? [] : cellOutline(locked, starts, layout, true)),
    ]);
  }
}
