import type { OnnxModel } from '../../../src/onnx/model.ts';
import { FLOAT, INT64, rawTensor } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

const BUCKETS = 16;
const FARTHEST = 32;

/** T5's buckets of relative positions, both directions, as the exported graph computes them: [length, length]. */
export function relativeBuckets(t: TorchMaker, length: string, count: number, farthest: number): string {
  const positions = t.arange(length);
  const relative = t.op('Sub', [t.unsqueeze(positions, 0), t.unsqueeze(positions, 1)]);
  const half = count / 2;
  const exact = half / 2;
  const distance = t.op('Neg', [relative]);
  const side = t.mul(t.cast(t.op('Less', [distance, t.int(0)]), INT64), t.int(half));
  const size = t.op('Abs', [distance]);
  const ratio = t.op('Log', [t.op('Div', [t.cast(size, FLOAT), t.float(exact)])]);
  const scaled = t.mul(t.op('Div', [ratio, t.float(Math.log(farthest / exact))]), t.float(half - exact));
  const far = t.add(t.cast(scaled, INT64), t.int(exact));
  const most = t.op('ConstantOfShape', [t.op('Shape', [far])], {
    value: rawTensor(INT64, [1], [half - 1]),
  });
  const within = t.op('Where', [t.op('Less', [size, t.int(exact)]), size, t.op('Min', [far, most])]);
  return t.add(side, within);
}

/** MPNet: positions counted from the padding id, one relative bias for all layers. */
export function mpnet(): OnnxModel {
  const t = new TorchMaker(17);
  const { ids, mask, batch, length } = t.textInputs();
  const { vocabulary, width, heads, head, neurons, positions } = ZOO;
  const table = t.weight([vocabulary, width], 1, 0, 'mpnet.embeddings.word_embeddings.weight');
  const real = t.cast(t.op('Not', [t.op('Equal', [ids, t.int(1)])]), INT64);
  const counted = t.add(t.mul(t.op('CumSum', [real, t.int(1)]), real), t.int(1));
  let x = t.layerNorm(t.add(t.embed(table, ids), t.embed(t.weight([positions, width]), counted)), width);
  const bias = t.unsqueeze(
    t.permute(
      t.embed(t.weight([BUCKETS, heads], 0.5), relativeBuckets(t, length, BUCKETS, FARTHEST)),
      2,
      0,
      1,
    ),
    0,
  );
  const extended = t.extendedMask(mask);
  const everywhere = t.expand(bias, batch, -1, length, length);
  for (let layer = 0; layer < 2; layer++) {
    const [q, k, v] = [0, 1, 2].map(() => t.heads(t.linear(x, width, width), heads, head));
    const scores = t.op('Div', [t.matMul(q, t.permute(k, 0, 1, 3, 2)), t.float(Math.sqrt(head))]);
    const context = t.matMul(t.softmax(t.add(t.add(scores, everywhere), extended)), v);
    const attended = t.layerNorm(t.add(t.linear(t.merge(context, width), width, width), x), width);
    const y = t.linear(t.gelu(t.linear(attended, width, neurons)), neurons, width);
    x = t.layerNorm(t.add(y, attended), width);
  }
  const top = t.layerNorm(t.gelu(t.linear(x, width, width)), width);
  t.output(t.linear(top, width, vocabulary), FLOAT, 'logits');
  return t.model();
}
