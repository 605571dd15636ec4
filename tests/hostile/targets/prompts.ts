/** Prompts from outside: safetensors, PEFT folders, .npy, torch. */
import { zipSync, strToU8 } from 'fflate';
import { readNpy } from '../../../src/data/npy.ts';
import { PEFT_FILES, readPeftFolder } from '../../../src/data/peft-folder.ts';
import { readSafetensors, type NamedTensor } from '../../../src/data/safetensors.ts';
import { readTorchPrompt } from '../../../src/data/torch-prompt.ts';
import { writeNpy } from '../../../src/data/write-npy.ts';
import { writeSafetensors } from '../../../src/data/write-safetensors.ts';
import { jsonBytes } from '../../data/peft-fixtures.ts';
import { bytesOf, dict, tensor, text } from '../../data/torch-writer.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { HOSTILE_NUMBERS } from '../hostile-values.ts';
import { damagedJson } from '../json-mutation.ts';
import { check, type Target } from '../target.ts';

const MATRIX: NamedTensor = { dims: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
const NUMBERS = new Uint8Array(MATRIX.data.buffer);

const fits = ({ dims, data }: NamedTensor): boolean =>
  data.length === dims.reduce((product, dim) => product * dim, 1);

const TENSORS = {
  prompt_embeddings: MATRIX,
  prefix_task_cols: { dims: [1, 2, 1], data: Float32Array.of(1, 2) },
  prefix_task_rows: { dims: [1, 1, 3], data: Float32Array.of(1, 2, 3) },
};
const WEIGHTS = writeSafetensors(new Map<string, NamedTensor>(Object.entries(TENSORS)));
const CONFIG = {
  peft_type: 'PROMPT_TUNING',
  task_type: 'CAUSAL_LM',
  base_model_name_or_path: 'plm',
  num_virtual_tokens: 2,
  token_dim: 3,
  num_transformer_submodules: 1,
  num_attention_heads: 1,
  num_layers: 1,
};

/** Safetensors headers by structure; the bytes behind them stay. */
const HEADER = {
  __metadata__: { format: 'pt' },
  prompt_embeddings: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
  half: { dtype: 'F16', shape: [4], data_offsets: [24, 32] },
  ids: { dtype: 'I64', shape: [1, 1], data_offsets: [32, 40] },
};

function withHeader(header: Uint8Array, numbers: Uint8Array): Uint8Array {
  const length = new Uint8Array(BigUint64Array.of(BigInt(header.byteLength)).buffer);
  return bytesOf(length, header, numbers);
}

function readTensors(bytes: Uint8Array): void {
  for (const [name, found] of readSafetensors(bytes, 'hostile.safetensors'))
    check(fits(found), `${name} has other numbers than axes`);
}

function readPeft(config: Uint8Array, weights: Uint8Array): void {
  const files = new Map([
    [PEFT_FILES.config, config],
    [PEFT_FILES.weights, weights],
  ]);
  const { length, width, values } = readPeftFolder(files, 'hostile');
  check(values.length === length * width, 'a prompt has other numbers than rows and columns');
}

const npyHeaders = ['<f4', '<f8', 'True', '(2, 3)', '(0,)', `(${String(2 ** 53)}, 9)`, '(', ')'];

/** The zip that torch writes, always with the same time. */
function torchZip(pickle: Uint8Array): Uint8Array {
  return zipSync(
    {
      'archive/data.pkl': pickle,
      'archive/byteorder': strToU8('little'),
      'archive/data/0': NUMBERS,
    },
    { level: 0, mtime: '2000-01-01T00:00:00' },
  );
}

const one = tensor({ shape: [2, 3], count: 6 });
const PICKLES = [
  bytesOf(0x80, 2, one, '.'),
  bytesOf(0x80, 2, dict({ best_acc: text('0.9'), best_prompt: one }), '.'),
];
const PICKLE_TOKENS = [
  ...Array.from('(.N0123QRbchjqrstu}])'),
  ...['torch\n', 'posix\nsystem\n', 'cbuiltins\neval\n'],
  ...HOSTILE_NUMBERS.map((value) => `J${String(value)}`),
];

function readTorch(bytes: Uint8Array): void {
  check(fits(readTorchPrompt(bytes, 'hostile.pt')), 'a prompt has other numbers than axes');
}

export const PROMPT_TARGETS: readonly Target[] = [
  { name: 'safetensors, bytes', inputs: damagedBytes([WEIGHTS]), read: readTensors },
  {
    name: 'safetensors, header',
    inputs: damagedJson([HEADER]).map((header) => withHeader(header, new Uint8Array(40))),
    read: readTensors,
  },
  {
    name: 'PEFT, adapter_config.json',
    inputs: damagedJson([CONFIG, { ...CONFIG, peft_type: 'MULTITASK_PROMPT_TUNING' }]),
    read: (bytes) => readPeft(bytes, WEIGHTS),
  },
  {
    name: 'PEFT, adapter_model.safetensors',
    inputs: damagedBytes([WEIGHTS]),
    read: (bytes) => readPeft(jsonBytes({ ...CONFIG, peft_type: 'MULTITASK_PROMPT_TUNING' }), bytes),
  },
  {
    name: '.npy',
    inputs: damagedBytes([writeNpy(MATRIX)], npyHeaders),
    read: (bytes) => check(fits(readNpy(bytes, 'hostile.npy')), 'other numbers than axes'),
  },
  { name: 'torch, zip', inputs: damagedBytes(PICKLES.map(torchZip)), read: readTorch },
  {
    name: 'torch, pickle',
    inputs: damagedBytes(PICKLES, PICKLE_TOKENS).map(torchZip),
    read: readTorch,
  },
];
