import type { OnnxModel } from '../../../src/onnx/model.ts';
import { BOOL, FLOAT } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

function rmsNorm(t: TorchMaker, x: string, width: number): string {
  const square = t.op('ReduceMean', [t.op('Pow', [x, t.float(2)]), t.ints(-1)], { keepdims: 1 });
  const inverse = t.op('Reciprocal', [t.op('Sqrt', [t.add(square, t.float(1e-6))])]);
  return t.mul(t.mul(x, inverse), t.add(t.weight([width], 0.1), t.float(1)));
}

function capped(t: TorchMaker, x: string, limit: number): string {
  return t.mul(t.op('Tanh', [t.op('Div', [x, t.float(limit)])]), t.float(limit));
}

/** Where a query sees a key: causal, and the padding mask indexed by row and key, as recent exports build it. */
function visible(t: TorchMaker, mask: string, batch: string, length: string): string {
  const [rows, keys] = [t.view(t.arange(batch), -1, 1, 1, 1), t.view(t.arange(length), 1, 1, 1, -1)];
  const queries = t.view(t.arange(length), 1, 1, -1, 1);
  const shape = [batch, 1, 1, length] as const;
  const places = [rows, keys].map((index) => t.unsqueeze(t.expand(index, ...shape), -1));
  const real = t.op('GatherND', [t.cast(mask, BOOL), t.op('Concat', places, { axis: -1 })]);
  return t.op('And', [t.op('LessOrEqual', [keys, queries]), real]);
}

/** Gemma 2: capped scores and logits, a norm on both sides of each block, gated by the tanh approximation of Gelu. */
export function gemma(): OnnxModel {
  const t = new TorchMaker(21);
  const { ids, mask, batch, length } = t.textInputs();
  const { vocabulary, width, heads, head, neurons } = ZOO;
  const table = t.weight([vocabulary, width], 1, 0, 'model.embed_tokens.weight');
  let x = t.mul(t.embed(table, ids), t.float(Math.sqrt(width)));
  const hidden = t.op('Where', [
    visible(t, mask, batch, length),
    t.float(0),
    t.float(-3.4028234663852886e38),
  ]);
  const angles = t.rotaryAngles(t.expand(t.unsqueeze(t.arange(length), 0), batch, length), head);
  const [cosine, sine] = angles.map((angle) => t.unsqueeze(angle, 1));
  for (let layer = 0; layer < 2; layer++) {
    const normal = rmsNorm(t, x, width);
    const [q, k, v] = [0, 1, 2].map(() => t.heads(t.linear(normal, width, width, false), heads, head));
    const turn = (y: string): string => t.rotary(y, head, cosine, sine);
    const scores = t.mul(t.matMul(turn(q), t.permute(turn(k), 0, 1, 3, 2)), t.float(0.3));
    const weights = t.softmax(t.add(capped(t, scores, 5), hidden));
    const context = t.linear(t.merge(t.matMul(weights, v), width), width, width, false);
    x = t.add(x, rmsNorm(t, context, width));
    const again = rmsNorm(t, x, width);
    const gate = t.newGelu(t.linear(again, width, neurons, false));
    const y = t.linear(t.mul(gate, t.linear(again, width, neurons, false)), neurons, width, false);
    x = t.add(x, rmsNorm(t, y, width));
  }
  const logits = t.matMul(rmsNorm(t, x, width), t.permute(table, 1, 0));
  t.output(capped(t, logits, 3), FLOAT, 'logits');
  return t.model(18);
}
