/** Turns what onnxruntime, WebAssembly and WebGPU throw, which is text, into errors that say what to do. */
import { LabError, type LabErrorCode } from '../errors/lab-error.ts';

const memoryText =
  /out of memory|bad_alloc|enlarge memory|memory access out of bounds|allocation failed|failed to allocate|GPUOutOfMemory|\bOOM\b/i;
const lostText = /device (is |was )?lost|device.{0,20}destroyed|Instance dropped/i;

const remedies = {
  'out-of-memory':
    'Choose a smaller batch, a shorter text length or a smaller PLM, and close other pages that use the GPU.',
  'device-lost':
    'The run goes on from its last checkpoint on a fresh device; if this comes again, choose the wasm engine.',
  'engine-failed': 'Choose another engine for this run, and report this with the copied diagnostics.',
} as const satisfies Partial<Record<LabErrorCode, string>>;

/** `doing` says what failed, e.g. `compiling`, and `program` where. A `LabError` passes as it is. */
export function engineError(thrown: unknown, doing: string, program: string): LabError {
  if (thrown instanceof LabError) return thrown;
  // A wasm build of onnxruntime throws bare numbers (pointers to a C++ exception) when memory ran out.
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const outOfMemory = memoryText.test(text) || thrown instanceof RangeError || typeof thrown === 'number';
  const code = lostText.test(text) ? 'device-lost' : outOfMemory ? 'out-of-memory' : 'engine-failed';
  return new LabError(
    { code, message: `${doing} “${program}” failed: ${text}`, remedy: remedies[code], where: program },
    { cause: thrown },
  );
}

export function deviceLost(reason: string, program: string): LabError {
  return new LabError({
    code: 'device-lost',
    message: `The GPU device was lost: ${reason}`,
    remedy: remedies['device-lost'],
    where: program,
  });
}

export function gpuOutOfMemory(bytes: number, what: string, most: number): LabError {
  const megabytes = (value: number): string => `${(value / 2 ** 20).toFixed(0)} MiB`;
  return new LabError({
    code: 'out-of-memory',
    message: `No room on the GPU for ${what} (${megabytes(bytes)}; the largest buffer of this device is ${megabytes(most)})`,
    remedy: remedies['out-of-memory'],
    where: what,
  });
}
