/** A static graph as a program for an engine, with the host work that turns a batch into the program's inputs. */
import type { HostTensor } from '../../onnx/host-tensor.ts';
import type { ProgramSpec, StateSpec, WeightTable } from '../../engine/engine-types.ts';
import { emitProgram } from '../../onnx/emit.ts';
import { runHost, toDevice } from '../../onnx/host.ts';
import type { StaticGraph, Value } from '../../onnx/static-graph.ts';
import type { StateTensor } from './optimizers.ts';

/** Numbers of one batch by the names of the graph's host inputs: ids, masks, read positions, targets. */
export type BatchNumbers = Readonly<Record<string, ArrayLike<number>>>;

export interface CompiledProgram {
  readonly spec: ProgramSpec;
  /** Masks, positions and indices of a batch, ready for the engine. */
  readonly feeds: (batch: BatchNumbers) => Record<string, HostTensor>;
  /** Frozen weights that the program reads, by name. */
  readonly weights: WeightTable;
  readonly graph: StaticGraph;
}

/**
 * @param outputs what may be fetched, by name
 * @param state what stays on the device, with its next value
 */
export function compileProgram(
  name: string,
  build: (outputs: readonly Value[]) => StaticGraph,
  outputs: Readonly<Record<string, Value>>,
  state: readonly StateTensor[] = [],
): CompiledProgram {
  const named: Record<string, Value> = { ...outputs };
  for (const tensor of state) named[`${tensor.name}.next`] = tensor.next;
  const graph = build(Object.values(named));
  const emitted = emitProgram(graph, named);
  const stateNames = new Set(state.map((tensor) => tensor.name));
  const specs = state.map((tensor): StateSpec => ({
    name: tensor.name,
    type: 'float32',
    dims: tensor.value.dims,
    next: `${tensor.name}.next`,
  }));
  const weights = new Map<string, HostTensor>();
  const bound = new Set(emitted.weights);
  for (const [value, tensor] of graph.weights)
    if (bound.has(value.name))
      weights.set(value.name, { type: 'float32', dims: tensor.dims, data: tensor.data as Float32Array });
  const feeds = (batch: BatchNumbers): Record<string, HostTensor> => {
    const host = runHost(graph, batch);
    const ready: Record<string, HostTensor> = {};
    for (const [input, value] of emitted.feeds) {
      const tensor = host.get(value);
      if (tensor === undefined) throw new Error(`the host part does not make ${value.name}`);
      ready[input] = toDevice(tensor);
    }
    return ready;
  };
  return {
    spec: {
      name,
      model: emitted.model,
      inputs: emitted.inputs.filter((input) => !stateNames.has(input.name)),
      weights: emitted.weights,
      state: specs,
      outputs: emitted.outputs.filter((output) => !output.name.endsWith('.next')),
    },
    feeds,
    weights,
    graph,
  };
}
