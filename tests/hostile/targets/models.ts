/** ONNX files: read, with their weights in a second file, and compiled. */
import { readFileSync } from 'node:fs';
import { readModel } from '../../../src/onnx/read-model.ts';
import { decodeTensor } from '../../../src/onnx/raw-tensor.ts';
import { elementCount } from '../../../src/onnx/tensor.ts';
import { writeModel } from '../../../src/onnx/write-model.ts';
import { openPlm } from '../../../src/plm/plm.ts';
import { tinyModel } from '../../plm/tiny-model.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { damagedOnnx } from '../onnx-mutation.ts';
import { check, type Target } from '../target.ts';
import { CONTROL_FLOW } from './control-flow-model.ts';

const TINY = writeModel(tinyModel()).model;
const LOCATION = 'model.onnx_data';
const OUTSIDE = writeModel(tinyModel(), { location: LOCATION, threshold: 64 }).model;
/** More bytes than the small model has; which, does not matter. */
const EXTERNAL = Uint8Array.from({ length: 1 << 16 }, (_, at) => at % 61);
const BERT = new Uint8Array(
  readFileSync(new URL('../../fixtures/onnx/bert-mlm-dynamo/model.onnx', import.meta.url)),
);

const external = (location: string): Uint8Array | null => (location === LOCATION ? EXTERNAL : null);

function readTensors(bytes: Uint8Array): void {
  for (const raw of readModel(bytes, external).graph.initializers.values()) {
    const { data, dims } = decodeTensor(raw);
    check(data.length === elementCount(dims), 'a tensor has other numbers than axes');
  }
}

/** Folding makes constants of up to a million numbers, as the masks of real models are. */
const FOLDED = 1 << 28;

function compile(bytes: Uint8Array): void {
  const { wordTable, vocabulary, width } = openPlm('hostile', readModel(bytes, external), {});
  check(wordTable.length === vocabulary * width, 'the words have other numbers than rows and columns');
}

export const MODEL_TARGETS: readonly Target[] = [
  { name: 'ONNX, bytes', inputs: damagedBytes([TINY, OUTSIDE, BERT]), read: readTensors },
  { name: 'ONNX, messages', inputs: damagedOnnx([TINY, OUTSIDE]), read: readTensors },
  {
    name: 'ONNX, compiled from damaged bytes',
    inputs: damagedBytes([TINY, CONTROL_FLOW]),
    read: compile,
    allowance: FOLDED,
  },
  {
    name: 'ONNX, compiled from damaged messages',
    inputs: damagedOnnx([TINY, OUTSIDE, CONTROL_FLOW]),
    read: compile,
    allowance: FOLDED,
  },
];
