/**
 * A model's weights moved out of its graph into a file of their own. Weights inside the graph are held several times over
 * while a runtime reads it (onnx-on-webgpu.md section 10), and a graph without them is read in no time.
 */
import { writeModel } from '../onnx/write-model.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { ModelFiles } from './open-model-files.ts';

/** Tensors from this size on leave the graph; shapes and scalars stay, so that they can be folded. */
const THRESHOLD_BYTES = 1024;
/** A graph with less than this inside is left as it is. */
const WORTH_BYTES = 1024 * 1024;

const WEIGHTS_FILE = 'model.onnx_data';

/** The files with the weights of `model.onnx` outside; as they are where there is little inside. */
export function externalise(model: OnnxModel, files: ModelFiles): ModelFiles {
  const graph = files.get('model.onnx');
  if (graph === undefined || graph.byteLength < WORTH_BYTES) return files;
  const { model: bare, external } = writeModel(model, { location: WEIGHTS_FILE, threshold: THRESHOLD_BYTES });
  if (bare.byteLength > graph.byteLength / 2) return files;
  const pieces = external.flatMap((file) => file.pieces);
  const weights = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    weights.set(piece, at);
    at += piece.byteLength;
  }
  // Every tensor is in the new file now, those that lay outside before among them.
  const kept = [...files].filter(([name]) => name.endsWith('.json'));
  return new Map([['model.onnx', bare], [WEIGHTS_FILE, weights], ...kept]);
}
