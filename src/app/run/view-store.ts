/** How the views are set: what is pointed at, what is locked, which axis. Hover is here too, for linked figures. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LockedCell } from '../../views/activations/move-cell.ts';
import type { NeuronRange } from '../../views/activations/neuron-range.ts';
import type { HeatmapMode } from '../../views/activations/panel-cells.ts';
import type { Abscissa } from '../../views/curves/curve-input.ts';

export interface ViewState {
  readonly abscissa: Abscissa;
  readonly logarithmicLoss: boolean;
  /** Step under the pointer in either curve. */
  readonly hoverStep: number | null;
  readonly heatmapMode: HeatmapMode;
  /** Null for all neurons. */
  readonly range: NeuronRange | null;
  /** Position of the frame looked at; null follows the newest. */
  readonly frame: number | null;
  readonly hoverCell: LockedCell | null;
  readonly lockedCell: LockedCell | null;
  readonly hoverToken: number | null;
  readonly lockedToken: number | null;
  /** Id of the open drawer. */
  readonly drawer: string | null;
  /** The sheet of all settings, and which field of it has the focus first; null while it is closed. */
  readonly sheet: { readonly focus: string | null } | null;
}

export type ViewStore = StoreApi<ViewState>;

export function createViewStore({ lockedCell, drawer }: Pick<ViewState, 'lockedCell' | 'drawer'>): ViewStore {
  return createStore<ViewState>(() => ({
    abscissa: 'steps',
    logarithmicLoss: false,
    hoverStep: null,
    heatmapMode: 'value',
    range: null,
    frame: null,
    hoverCell: null,
    lockedCell,
    hoverToken: null,
    lockedToken: null,
    drawer,
    sheet: null,
  }));
}
