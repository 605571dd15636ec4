/** Paints strips of neurons into a canvas. */
import { SHADES, type Ramp } from '../colour-ramps.ts';
import { cellBox, type StripLayout } from './strip-layout.ts';

export type StripContext = Pick<
  CanvasRenderingContext2D,
  'setTransform' | 'clearRect' | 'fillRect' | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'strokeRect'
>;

export interface StripScene {
  readonly layout: StripLayout;
  /** Of each layer, from `stripCells`; empty while nothing is known. */
  readonly cells: readonly Int8Array[];
  readonly ramp: Ramp;
  /** Size of a byte that has the full colour; stronger ones look the same. */
  readonly full: number;
  /** Ground of a strip. */
  readonly ground: string;
  readonly ink: string;
  readonly marked: { readonly layer: number; readonly cell: number } | null;
}

/** Fainter cells look like the ground: they are left out. */
const FAINTEST = 0.05;

export function paintStrips(context: StripContext, scene: StripScene, pixelRatio: number): void {
  const { layout, cells, ramp, full, ground, marked } = scene;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, layout.width, layout.height);
  layout.strips.forEach((strip, layer) => {
    context.fillStyle = ground;
    context.fillRect(strip.x, strip.y, strip.width, strip.height);
    const values = cells.at(layer);
    if (values === undefined) return;
    for (let cell = 0; cell < values.length; cell += 1) {
      const share = Math.max(-1, Math.min(1, values[cell] / full));
      if (Math.abs(share) < FAINTEST) continue;
      const box = cellBox(strip, cell, values.length, layout.isLying);
      // Bytes are on a root scale already.
      context.fillStyle = ramp.hex[Math.round(((share + 1) / 2) * (SHADES - 1))];
      context.fillRect(box.x + 0.5, box.y + 0.5, Math.max(1, box.width - 1), Math.max(1, box.height - 1));
    }
    if (marked?.layer === layer && marked.cell < values.length) {
      const box = cellBox(strip, marked.cell, values.length, layout.isLying);
      context.strokeStyle = scene.ink;
      context.lineWidth = 1.6;
      context.strokeRect(box.x - 1, box.y - 1, box.width + 2, box.height + 2);
    }
  });
}
