import type { OnnxModel } from '../../../src/onnx/model.ts';
import { BOOL, FLOAT, INT64 } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

const SPAN = 8;
const MOST = 32;

/** What torch.jit.script leaves of an `if`: both branches, one of which makes the value, the other hands it on. */
function scriptedIf(t: TorchMaker, condition: string, value: string): string {
  const branch = (name: string, op: string) => {
    const body = new TorchMaker(1, `/${name}`);
    body.output(body.op(op, [value]), INT64);
    return body.graph();
  };
  return t.op('If', [condition], {
    then_branch: branch('then', 'Neg'),
    else_branch: branch('else', 'Identity'),
  });
}

/** make_log_bucket_position of DeBERTa-v2, in floats where the original has them. */
function logBuckets(t: TorchMaker, relative: string): string {
  const middle = SPAN / 2;
  const sign = t.op('Sign', [relative]);
  const near = t.op('And', [
    t.op('Less', [relative, t.int(middle)]),
    t.op('Greater', [relative, t.int(-middle)]),
  ]);
  const size = t.op('Where', [near, t.int(middle - 1), t.op('Abs', [relative])]);
  const ratio = t.op('Div', [t.cast(size, FLOAT), t.float(middle)]);
  const scale = (middle - 1) / Math.log((MOST - 1) / middle);
  const logarithm = t.op('Ceil', [t.mul(t.op('Log', [ratio]), t.float(scale))]);
  const far = t.mul(t.add(logarithm, t.float(middle)), t.cast(sign, FLOAT));
  const small = t.op('LessOrEqual', [size, t.int(middle)]);
  return t.cast(t.op('Where', [small, t.cast(relative, FLOAT), far]), INT64);
}

/** DeBERTa-v2: disentangled attention over [B·H, S, D] with both kinds of bias, a convolution behind the first layer. */
export function deberta(): OnnxModel {
  const t = new TorchMaker(12);
  const { ids, mask, batch, length } = t.textInputs();
  const { vocabulary, width, heads, head, neurons } = ZOO;
  const table = t.weight([vocabulary, width], 1, 0, 'deberta.embeddings.word_embeddings.weight');
  const kept = t.cast(t.unsqueeze(mask, 2), FLOAT);
  let x = t.mul(t.layerNorm(t.embed(table, ids), width), kept);
  const extended = t.unsqueeze(t.unsqueeze(mask, 1), 2);
  const pairs = t.mul(extended, t.unsqueeze(t.op('Squeeze', [extended, t.ints(-2)]), -1));
  const hidden = t.op('Not', [t.cast(pairs, BOOL)]);
  const positions = t.arange(length);
  const distances = t.op('Sub', [t.unsqueeze(positions, 1), t.unsqueeze(positions, 0)]);
  const relative = t.unsqueeze(logBuckets(t, distances), 0);
  const unequal = t.op('Not', [t.op('Equal', [t.size(ids, 1), t.size(mask, 1)])]);
  const relatives = t.layerNorm(t.weight([2 * SPAN, width]), width);
  const rows = t.mul(batch, t.int(heads));
  const flat = (y: string): string => {
    const apart = t.heads(y, heads, head);
    return t.view(apart, -1, t.size(apart, 2), t.size(apart, 3));
  };
  const scale = t.op('Sqrt', [t.mul(t.cast(t.int(head), FLOAT), t.float(3))]);
  const clamp = (p: string): string => t.op('Clip', [t.add(p, t.int(SPAN)), t.int(0), t.int(2 * SPAN - 1)]);
  for (let layer = 0; layer < 2; layer++) {
    const weights = [0, 1, 2].map(() => [t.weight([width, width], 0.2), t.weight([width], 0.1)]);
    const project = (y: string, index: number): string =>
      flat(t.add(weights[index][1], t.matMul(y, weights[index][0])));
    const [q, k, v] = [0, 1, 2].map((index) => project(x, index));
    const spans = t.unsqueeze(t.slice(relatives, 0, 0, 2 * SPAN), 0);
    const repeated = (index: number): string =>
      t.op('Tile', [
        project(spans, index),
        t.op('Concat', [t.unsqueeze(batch, 0), t.ints(1, 1)], { axis: 0 }),
      ]);
    const [spanQuery, spanKey] = [repeated(0), repeated(1)];
    const last = (y: string): string => t.permute(y, 0, 2, 1);
    const spread = (index: string): string =>
      t.expand(t.op('Squeeze', [t.unsqueeze(index, 0), t.ints(0)]), rows, length, length);
    const content = t.op('GatherElements', [t.matMul(q, last(spanKey)), spread(clamp(relative))], {
      axis: -1,
    });
    const backwards = t.op('Neg', [scriptedIf(t, unequal, relative)]);
    const position = last(
      t.op('GatherElements', [t.matMul(k, last(spanQuery)), spread(clamp(backwards))], { axis: -1 }),
    );
    const bias = t.add(t.op('Div', [content, scale]), t.op('Div', [position, scale]));
    const scores = t.add(t.matMul(q, t.op('Div', [last(k), scale])), bias);
    const masked = t.op('Where', [
      hidden,
      t.float(-3.4028234663852886e38),
      t.view(scores, -1, heads, length, length),
    ]);
    const context = t.matMul(t.view(t.softmax(masked), -1, length, length), v);
    const joined = t.merge(t.view(context, -1, heads, length, head), width);
    const attended = t.layerNorm(t.add(t.linear(joined, width, width), x), width);
    const y = t.linear(t.gelu(t.linear(attended, width, neurons)), neurons, width);
    x = t.layerNorm(t.add(y, attended), width);
    if (layer > 0) continue;
    const kernel = t.weight([width, width, 3], 0.1);
    const convolved = t.op('Conv', [t.permute(x, 0, 2, 1), kernel, t.weight([width], 0.1)], {
      kernel_shape: [3],
      pads: [1, 1],
      strides: [1],
      dilations: [1],
      group: 1,
    });
    const padding = t.op('Not', [t.cast(t.unsqueeze(mask, 2), BOOL)]);
    const silent = t.op('Where', [padding, t.float(0), t.permute(convolved, 0, 2, 1)]);
    x = t.mul(t.layerNorm(t.add(x, t.op('Tanh', [silent])), width), kept);
  }
  const top = t.layerNorm(t.gelu(t.linear(x, width, width)), width);
  t.output(t.op('Add', [t.matMul(top, t.permute(table, 1, 0)), t.weight([vocabulary])]), FLOAT, 'logits');
  return t.model();
}
