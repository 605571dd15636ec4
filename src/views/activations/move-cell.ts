/** How arrow keys move the locked place: columns left and right, layers up and down, as they are drawn. */
import type { ActivationFrame } from '../../experiment/run-record.ts';
import { columnOf } from './neuron-range.ts';

export interface LockedCell {
  readonly layer: number;
  readonly neuron: number;
}

export type MoveKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

const MOVE_KEYS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

export function isMoveKey(key: string): key is MoveKey {
  return MOVE_KEYS.includes(key);
}

/** The cell that `key` leads to from `cell`; from nowhere to the bottom left. */
export function moveCell(
  cell: LockedCell | null,
  key: MoveKey,
  frame: Pick<ActivationFrame, 'layers'>,
  starts: Uint32Array,
): LockedCell {
  const columns = starts.length - 1;
  if (cell === null) return { layer: 0, neuron: starts[0] };
  const column = columnOf(cell.neuron, starts) ?? 0;
  const inColumn = (wanted: number): LockedCell => ({
    layer: cell.layer,
    neuron: starts[Math.max(0, Math.min(columns - 1, wanted))],
  });
  const inLayer = (wanted: number): LockedCell => ({
    layer: Math.max(0, Math.min(frame.layers - 1, wanted)),
    neuron: starts[column],
  });
  switch (key) {
    case 'ArrowLeft':
      return inColumn(column - 1);
    case 'ArrowRight':
      return inColumn(column + 1);
    case 'ArrowUp':
      return inLayer(cell.layer + 1);
    case 'ArrowDown':
      return inLayer(cell.layer - 1);
    case 'Home':
      return inColumn(0);
    case 'End':
      return inColumn(columns - 1);
    default:
      return key satisfies never;
  }
}
