/**
 * Makes a folder with a PLM of BERT-base's size and random weights, and a small task beside it: to see that large models
 * are imported and trained, without having one.
 *
 *     npx tsx scripts/make-large-model.ts FOLDER [--layers 12] [--width 768] [--float16] [--inline] [--shard-mb 200]
 *
 * The weights lie in files of their own of at most `--shard-mb` megabytes, or in model.onnx with `--inline`. The folder can
 * be given to --plm, FOLDER/task to --task, and both can be dropped on the Library page.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Float16Array } from '@petamoriken/float16';
import { syntheticEncoder } from '../src/cli/synthetic-encoder.ts';
import type { OnnxModel } from '../src/onnx/model.ts';
import type { RawTensor } from '../src/onnx/raw-tensor.ts';
import { writeModel } from '../src/onnx/write-model.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    layers: { type: 'string', default: '12' },
    width: { type: 'string', default: '768' },
    float16: { type: 'boolean', default: false },
    inline: { type: 'boolean', default: false },
    'shard-mb': { type: 'string' },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('Give the folder to make');

const FLOAT = 1;
const FLOAT16 = 10;
const layers = Number(values.layers);
const width = Number(values.width);
const shape = {
  layers,
  width,
  heads: width / 64,
  feedForward: 4 * width,
  vocabulary: 30_522,
  positions: 512,
};

function halved(tensor: RawTensor): RawTensor {
  if (tensor.code !== FLOAT) return tensor;
  const { buffer, byteOffset, byteLength } = tensor.bytes;
  const half = Float16Array.from(new Float32Array(buffer, byteOffset, byteLength / 4));
  return { ...tensor, code: FLOAT16, bytes: new Uint8Array(half.buffer) };
}

/** As exporters write half precision: weights, and what is cast to them. */
function inHalfPrecision(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const initializers = new Map([...graph.initializers].map(([name, tensor]) => [name, halved(tensor)]));
  const nodes = graph.nodes.map((node) =>
    node.op === 'Cast'
      ? { ...node, attributes: new Map([['to', { kind: 'int' as const, value: FLOAT16 }]]) }
      : node,
  );
  const outputs = graph.outputs.map((output) => ({ ...output, elementType: FLOAT16 }));
  return { ...model, graph: { ...graph, initializers, nodes, outputs } };
}

mkdirSync(join(folder, 'task'), { recursive: true });
const whole = syntheticEncoder(shape);
const model = values.float16 ? inHalfPrecision(whole) : whole;
const shardBytes = values['shard-mb'] === undefined ? undefined : Number(values['shard-mb']) * 1e6;
const written = writeModel(
  model,
  values.inline
    ? undefined
    : {
        location: 'model.onnx_data',
        threshold: 1024,
        ...(shardBytes === undefined ? {} : { mostBytes: shardBytes }),
      },
);
writeFileSync(join(folder, 'model.onnx'), written.model);
for (const { location, pieces } of written.external)
  writeFileSync(join(folder, location), Buffer.concat(pieces));
writeFileSync(
  join(folder, 'config.json'),
  JSON.stringify({
    architectures: ['BertForMaskedLM'],
    model_type: 'bert',
    num_hidden_layers: layers,
    hidden_size: width,
    num_attention_heads: shape.heads,
    intermediate_size: shape.feedForward,
    vocab_size: shape.vocabulary,
    max_position_embeddings: shape.positions,
    pad_token_id: 0,
  }),
);
const root = fileURLToPath(new URL('..', import.meta.url));
// Smaller than the word table, as a tokenizer may be.
copyFileSync(join(root, 'models', 'lab-small', 'tokenizer.json'), join(folder, 'tokenizer.json'));

/** Long enough to fill the 64 tokens that are read by default. */
const FILLER = ' and what is seen in it, by day and by night,'.repeat(6);
const row = (index: number): string =>
  JSON.stringify({
    a: `a ${index % 2 === 0 ? 'bad' : 'good'} film about the number ${String(index)}${FILLER}`,
    y: index % 2,
  });
const rows = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `${row(from + i)}\n`).join('');
writeFileSync(join(folder, 'task', 'train.jsonl'), rows(0, 64));
writeFileSync(join(folder, 'task', 'dev.jsonl'), rows(64, 8));
writeFileSync(join(folder, 'task', 'test.jsonl'), rows(72, 8));
writeFileSync(
  join(folder, 'task', 'task.json'),
  JSON.stringify({
    labels: ['bad', 'good'],
    template: '{a} it was [MASK] .',
    label_words: ['terrible', 'great'],
  }),
);
const parameters = [...model.graph.initializers.values()]
  .filter(({ code }) => code === FLOAT || code === FLOAT16)
  .reduce((sum, { dims }) => sum + dims.reduce((product, dim) => product * dim, 1), 0);
process.stdout.write(`${folder}: ${(parameters / 1e6).toFixed(1)} M parameters\n`);
