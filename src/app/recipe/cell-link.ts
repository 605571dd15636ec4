/** The locked heatmap cell in the page's address, so that a link points at it: `?cell=3.128` (layer, neuron). */
import type { LockedCell } from '../../views/activations/move-cell.ts';

const CELL_PARAMETER = 'cell';
const FORM = /^(\d{1,4})\.(\d{1,6})$/;

export function readCellLink(search: string): LockedCell | null {
  const match = FORM.exec(new URLSearchParams(search).get(CELL_PARAMETER) ?? '');
  return match === null ? null : { layer: Number(match[1]), neuron: Number(match[2]) };
}

export function writeCellLink(search: string, cell: LockedCell | null): string {
  const parameters = new URLSearchParams(search);
  if (cell === null) parameters.delete(CELL_PARAMETER);
  else parameters.set(CELL_PARAMETER, `${cell.layer}.${cell.neuron}`);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
