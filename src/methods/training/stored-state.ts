/** A training's state as checkpoints hold it, and back. Copies both ways: a device may write over what it gave. */
import type { Artefacts } from '../../experiment/artefacts.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import type { TrainState } from './trainer.ts';

export function storedState(state: TrainState): Artefacts {
  return Object.fromEntries(
    Object.entries(state).map(([name, { dims, data }]) => [name, { dims, values: Float32Array.from(data) }]),
  );
}

export function restoredState(stored: Artefacts): TrainState {
  return Object.fromEntries(
    Object.entries(stored).map(([name, { dims, values }]): [string, HostTensor] => [
      name,
      { type: 'float32', dims, data: Float32Array.from(values) },
    ]),
  );
}
