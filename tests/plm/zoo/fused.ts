import type { OnnxModel } from '../../../src/onnx/model.ts';
import { FLOAT, INT32, INT64 } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

/** BERT after onnxruntime's optimiser: embeddings, attention, residual norms and biased Gelus are one operator each. */
export function fusedBert(): OnnxModel {
  const t = new TorchMaker(22);
  const { ids, mask } = t.textInputs();
  const types = t.input('token_type_ids', INT64, ['batch', 'sequence']);
  const { vocabulary, width, heads, neurons, positions } = ZOO;
  const [small, smallTypes, lengths] = [ids, types, mask].map((x) => t.cast(x, INT32));
  const table = t.weight([vocabulary, width], 1, 0, 'bert.embeddings.word_embeddings.weight');
  const norm = (): string[] => [t.weight([width], 0.1, 1), t.weight([width], 0.1)];
  const tables = [table, t.weight([positions, width]), t.weight([2, width])];
  let [x] = t.add(
    'com.microsoft:EmbedLayerNormalization',
    [small, smallTypes, ...tables, ...norm()],
    { epsilon: 1e-5 },
    2,
  );
  const skip = (y: string, other: string): string =>
    t.op('com.microsoft:SkipLayerNormalization', [y, other, ...norm(), t.weight([width], 0.1)], {
      epsilon: 1e-5,
    });
  for (let layer = 0; layer < 2; layer++) {
    const projection = [t.weight([width, 3 * width], 0.2), t.weight([3 * width], 0.1)];
    const context = t.op('com.microsoft:Attention', [x, ...projection, lengths], { num_heads: heads });
    const attended = skip(t.matMul(context, t.weight([width, width], 0.2)), x);
    const hidden = t.matMul(attended, t.weight([width, neurons], 0.2));
    const active = t.op('com.microsoft:BiasGelu', [hidden, t.weight([neurons], 0.1)]);
    x = skip(t.matMul(active, t.weight([neurons, width], 0.2)), attended);
  }
  const top = t.layerNorm(t.op('com.microsoft:Gelu', [t.linear(x, width, width)]), width);
  t.output(t.add(t.matMul(top, t.permute(table, 1, 0)), t.weight([vocabulary])), FLOAT, 'logits');
  return t.model();
}

/** Llama as onnxruntime's model builder writes it: grouped queries with rotary positions inside, norms with their residual. */
export function fusedLlama(): OnnxModel {
  const t = new TorchMaker(23);
  const { ids, mask, batch } = t.textInputs();
  const { vocabulary, neurons, positions } = ZOO;
  // Rotary positions inside the fused operator want heads of a multiple of sixteen.
  const [width, heads, keys, head] = [32, 2, 1, 16];
  const lengths = t.cast(
    t.op('Sub', [t.op('ReduceSum', [mask, t.ints(1)], { keepdims: 0 }), t.int(1)]),
    INT32,
  );
  const total = t.cast(t.size(mask, 1), INT32);
  const caches = [0, 1].flatMap((layer) =>
    ['key', 'value'].map((kind) =>
      t.input(`past_key_values.${String(layer)}.${kind}`, FLOAT, ['batch', keys, 'past', head]),
    ),
  );
  const angle = (at: number): number =>
    Math.floor(at / (head / 2)) * 100 ** ((-2 * (at % (head / 2))) / head);
  const cached = (f: (x: number) => number): string =>
    t.floats(
      [positions, head / 2],
      Array.from({ length: (positions * head) / 2 }, (_, at) => f(angle(at))),
    );
  const tables = [cached(Math.cos), cached(Math.sin)];
  const skip = (sum: string, y: string): string[] =>
    t.add(
      'com.microsoft:SkipSimplifiedLayerNormalization',
      [sum, y, t.weight([width], 0.1, 1)],
      { epsilon: 1e-6 },
      4,
    );
  let sum = t.embed(t.weight([vocabulary, width], 1, 0, 'model.embed_tokens.weight'), ids);
  let normal = t.op('SimplifiedLayerNormalization', [sum, t.weight([width], 0.1, 1)], {
    axis: -1,
    epsilon: 1e-6,
  });
  for (let layer = 0; layer < 2; layer++) {
    const [q, k, v] = [width, keys * head, keys * head].map((to) => t.linear(normal, width, to, false));
    const inputs = [q, k, v, caches[2 * layer], caches[2 * layer + 1], lengths, total, ...tables];
    const [context, key, value] = t.add(
      'com.microsoft:GroupQueryAttention',
      inputs,
      { num_heads: heads, kv_num_heads: keys, do_rotary: 1 },
      3,
    );
    t.output(key, FLOAT, `present.${String(layer)}.key`);
    t.output(value, FLOAT, `present.${String(layer)}.value`);
    const [again, , , between] = skip(sum, t.linear(context, width, width, false));
    const gate = t.op('com.microsoft:QuickGelu', [t.linear(again, width, neurons, false)], {
      alpha: { float: 1 },
    });
    const y = t.linear(t.mul(gate, t.linear(again, width, neurons, false)), neurons, width, false);
    [normal, , , sum] = skip(between, y);
  }
  t.output(t.linear(normal, width, vocabulary, false), FLOAT, 'logits');
  t.output(batch, INT64, 'rows');
  return t.model();
}
