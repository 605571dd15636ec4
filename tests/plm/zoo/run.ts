import type { HostTensor } from '../../../src/onnx/host-tensor.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import type { BatchNumbers, CompiledProgram } from '../../../src/methods/training/compiled-program.ts';
import { elementCount } from '../../../src/onnx/tensor.ts';

/**
 * Runs a program once on the CPU, on an engine of its own: weights of two models may share a name.
 * @param given state and inputs beside the batch; state that is not given starts at zero
 */
export async function runOnce(
  program: CompiledProgram,
  batch: BatchNumbers,
  given: Readonly<Record<string, HostTensor>>,
  fetch: readonly string[],
): Promise<Record<string, HostTensor>> {
  const engine = await createNodeEngine('cpu');
  await engine.loadWeights(program.weights);
  const compiled = await engine.compile(program.spec);
  const state = program.spec.state.map(({ name, dims }): [string, HostTensor] => [
    name,
    given[name] ?? { type: 'float32', dims, data: new Float32Array(elementCount(dims)) },
  ]);
  await compiled.setState(Object.fromEntries(state));
  const stateful = new Set(program.spec.state.map(({ name }) => name));
  const inputs = Object.fromEntries(Object.entries(given).filter(([name]) => !stateful.has(name)));
  const results = await compiled.run({ ...program.feeds(batch), ...inputs }, fetch);
  await engine.release();
  return results;
}
