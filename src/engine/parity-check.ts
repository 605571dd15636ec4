import { LabError } from '../errors/lab-error.ts';
import type { Engine } from './engine-types.ts';
import type { HostTensor } from '../onnx/host-tensor.ts';
import { parityTest } from './parity-model.ts';

/** float32 gives about 1e-6 here; GPUs approximate exp and erf to about 1e-5. Beyond this a kernel is wrong. */
const tolerance = 1e-4;

/** Runs the self-test; resolves with the largest absolute difference, rejects with `parity-failed` beyond tolerance. */
export async function checkParity(engine: Engine): Promise<number> {
  await engine.loadWeights(parityTest.weights);
  const program = await engine.compile(parityTest.program());
  const reference = parityTest.reference();
  const outputs = await program.run(parityTest.inputs, Object.keys(reference));
  await program.release();
  const difference = largestDifference(reference, outputs);
  if (difference > tolerance) {
    throw new LabError({
      code: 'parity-failed',
      message: `${engine.report.device} computes wrong numbers: ${difference.toPrecision(3)} off in the self-test`,
      remedy: 'Choose the wasm engine; an update of the graphics driver or the browser may mend the GPU.',
      where: engine.report.engine,
    });
  }
  return difference;
}

/** NaN counts as infinitely far. */
function largestDifference(
  reference: Readonly<Record<string, readonly number[]>>,
  outputs: Readonly<Record<string, HostTensor>>,
): number {
  let largest = 0;
  for (const [name, expected] of Object.entries(reference)) {
    const { data } = outputs[name];
    expected.forEach((value, index) => {
      const difference = Math.abs(value - data[index]);
      largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
    });
  }
  return largest;
}
