/**
 * Operators of the table that onnxruntime-web 1.30's native WebGPU provider leaves to the CPU (onnx-on-webgpu.md
 * section 4, measured). A training program must contain none of them.
 */
export const GRAPH_OPERATORS_ON_CPU: ReadonlySet<string> = new Set([
  'Sign',
  'IsNaN',
  'IsInf',
  'Or',
  'Xor',
  'NonZero',
  'ReduceProd',
  'Mod',
  'Round',
]);
