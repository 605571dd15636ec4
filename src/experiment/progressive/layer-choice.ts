/** Which layers a partial PLM keeps. */

export type LayerSelection = 'evenly' | 'first';

/**
 * `n` of `all` layers as far apart as can be, the first and the last always among them; steps between them that don't come
 * out even are longer towards the end (Huang et al. 2022; rule of the published code, spec 4.1). One alone is the first.
 */
function evenly(all: number, n: number): readonly number[] {
  if (n === 1) return [0];
  const stride = Math.floor((all - n) / (n - 1)) + 1;
  const longer = (all - n) % (n - 1);
  const layers = [0];
  for (let step = 1; step < n; step++)
    layers.push(layers[step - 1] + stride + (step > n - 1 - longer ? 1 : 0));
  return layers;
}

const first = (_all: number, n: number): readonly number[] => Array.from({ length: n }, (_, layer) => layer);

const SELECTIONS: Readonly<Record<LayerSelection, (all: number, n: number) => readonly number[]>> = {
  evenly,
  first,
};

export const LAYER_SELECTIONS = Object.keys(SELECTIONS) as readonly LayerSelection[];

/** @param n from 1 to `all` */
export const chosenLayers = (selection: LayerSelection, all: number, n: number): readonly number[] =>
  SELECTIONS[selection](all, n);
