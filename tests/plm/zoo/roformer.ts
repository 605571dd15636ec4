import type { OnnxModel } from '../../../src/onnx/model.ts';
import { FLOAT } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

/** RoFormer: pairs of neighbouring elements are rotated, by slices of every other element that are interleaved again. */
export function roformer(): OnnxModel {
  const t = new TorchMaker(20);
  const { ids, mask, batch, length } = t.textInputs();
  const { vocabulary, width, heads, head, neurons, positions } = ZOO;
  const narrow = 24;
  const table = t.weight([vocabulary, narrow], 1, 0, 'roformer.embeddings.word_embeddings.weight');
  let x = t.linear(t.layerNorm(t.embed(table, ids), narrow), narrow, width);
  const waves = Array.from({ length: positions * head }, (_, at) => {
    const [place, element] = [Math.floor(at / head), at % head];
    const angle = place * 100 ** ((-2 * (element % (head / 2))) / head);
    return element < head / 2 ? Math.sin(angle) : Math.cos(angle);
  });
  const rows = t.embed(t.floats([positions, head], waves), t.arange(length));
  const halves = t.add('Split', [t.unsqueeze(rows, 0, 1), t.ints(head / 2, head / 2)], { axis: -1 }, 2);
  /** Each number twice, side by side. */
  const doubled = (y: string): string =>
    t.view(t.op('Concat', [t.unsqueeze(y, -1), t.unsqueeze(y, -1)], { axis: -1 }), 1, 1, length, head);
  const [sine, cosine] = halves.map(doubled);
  const turn = (y: string): string => {
    const odd = t.op('Neg', [t.slice(y, 3, 1, 2 ** 53, 2)]);
    const pairs = [odd, t.slice(y, 3, 0, 2 ** 53, 2)].map((part) => t.unsqueeze(part, -1));
    const other = t.view(t.op('Concat', pairs, { axis: -1 }), batch, heads, length, head);
    return t.add(t.mul(y, cosine), t.mul(other, sine));
  };
  const extended = t.extendedMask(mask);
  for (let layer = 0; layer < 2; layer++) {
    const [q, k, v] = [0, 1, 2].map(() => t.heads(t.linear(x, width, width), heads, head));
    const context = t.merge(t.attention(turn(q), turn(k), v, head, extended), width);
    const attended = t.layerNorm(t.add(t.linear(context, width, width), x), width);
    const y = t.linear(t.gelu(t.linear(attended, width, neurons)), neurons, width);
    x = t.layerNorm(t.add(y, attended), width);
  }
  const top = t.layerNorm(t.gelu(t.linear(x, width, narrow)), narrow);
  t.output(t.add(t.matMul(top, t.permute(table, 1, 0)), t.weight([vocabulary])), FLOAT, 'logits');
  return t.model();
}
