/** Times of programs on an engine. */
import type { Engine, Program } from '../../engine/engine-types.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { Builder } from '../../onnx/builder.ts';
import { elementCount } from '../../onnx/tensor.ts';
import { compileProgram, type CompiledProgram } from '../training/compiled-program.ts';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export interface Runnable {
  readonly program: Program;
  readonly inputs: Readonly<Record<string, HostTensor>>;
  readonly fetch: readonly string[];
}

/** Median wall time of a run in ms, of several runnables in turn, so that drift of the machine meets all alike. */
export async function timeInTurn(runnables: readonly Runnable[], runs: number): Promise<number[]> {
  const times = runnables.map((): number[] => []);
  for (let run = -2; run < runs; run++) {
    for (const [index, { program, inputs, fetch }] of runnables.entries()) {
      const started = performance.now();
      await program.run(inputs, fetch);
      if (run >= 0) times[index].push(performance.now() - started);
    }
  }
  return times.map(median);
}

/** The engine's own product of two 512 × 512 matrices; one number is read back, so that a GPU has finished. */
export async function matrixProduct(
  engine: Engine,
  size = 512,
): Promise<{ readonly runnable: Runnable; readonly flops: number }> {
  const b = new Builder();
  const [x, y] = ['left', 'right'].map((name) => b.input(name, 'float32', [size, size]));
  const product = b.op('MatMul', [x, y]);
  const corner = b.op('Slice', [product, b.ints([0, 0]), b.ints([1, 1]), b.ints([0, 1])]);
  const compiled = compileProgram('matrix product', (outputs) => b.build(outputs), { corner });
  const matrix: HostTensor = {
    type: 'float32',
    dims: [size, size],
    data: new Float32Array(size * size).fill(0.5),
  };
  const program = await engine.compile(compiled.spec);
  return {
    runnable: { program, inputs: { left: matrix, right: matrix }, fetch: ['corner'] },
    flops: 2 * size ** 3,
  };
}

/** Compiles a program and fills what its host part does not make with small numbers. */
export async function readyToRun(
  engine: Engine,
  compiled: CompiledProgram,
  batch: Readonly<Record<string, ArrayLike<number>>>,
  fetch: readonly string[],
): Promise<Runnable> {
  await engine.loadWeights(compiled.weights);
  const program = await engine.compile(compiled.spec);
  const filled = ({ name, dims }: { name: string; dims: readonly number[] }): [string, HostTensor] => [
    name,
    { type: 'float32', dims, data: new Float32Array(elementCount(dims)).fill(0.01) },
  ];
  if (compiled.spec.state.length > 0)
    await program.setState(Object.fromEntries(compiled.spec.state.map(filled)));
  const host = compiled.feeds(batch);
  const rest = compiled.spec.inputs.filter((input) => host[input.name] === undefined);
  return { program, inputs: { ...host, ...Object.fromEntries(rest.map(filled)) }, fetch };
}
