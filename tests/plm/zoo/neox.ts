import type { OnnxModel } from '../../../src/onnx/model.ts';
import { BOOL, FLOAT } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

/** GPT-NeoX: one product for queries, keys and values, part of each head rotated, both blocks on one residual. */
export function neox(): OnnxModel {
  const t = new TorchMaker(14);
  const { ids, mask, batch, length } = t.textInputs();
  const { vocabulary, width, heads, head, neurons, positions: most } = ZOO;
  const turned = head / 2;
  let x = t.embed(t.weight([vocabulary, width], 1, 0, 'gpt_neox.embed_in.weight'), ids);
  const extended = t.extendedMask(mask);
  const square = Array.from({ length: most * most }, (_, at) => (at % most <= Math.floor(at / most) ? 1 : 0));
  const buffer = t.tensor(BOOL, [1, 1, most, most], square);
  const rows = t.unsqueeze(t.arange(length), 0);
  const angle = (at: number): number =>
    Math.floor(at / turned) * 100 ** ((-2 * ((at % turned) % (turned / 2))) / turned);
  const cached = (f: (x: number) => number): string =>
    t.floats(
      [most, turned],
      Array.from({ length: most * turned }, (_, at) => f(angle(at))),
    );
  const [cosine, sine] = [Math.cos, Math.sin].map((f) => t.unsqueeze(t.op('Gather', [cached(f), rows]), 1));
  const rotated = (y: string): string => {
    const front = t.rotary(t.slice(y, 3, 0, turned), turned, cosine, sine);
    return t.op('Concat', [front, t.slice(y, 3, turned, 2 ** 53)], { axis: -1 });
  };
  for (let layer = 0; layer < 2; layer++) {
    const fused = t.linear(t.layerNorm(x, width), width, 3 * width);
    const apart = t.permute(t.view(fused, batch, length, heads, 3 * head), 0, 2, 1, 3);
    const [q, k, v] = t.add('Split', [apart, t.ints(head, head, head)], { axis: -1 }, 3);
    const scores = t.matMul(rotated(q), t.permute(rotated(k), 0, 1, 3, 2));
    const scaled = t.mul(scores, t.float(1 / Math.sqrt(head)));
    const window = t.slice(t.slice(buffer, 2, 0, length), 3, 0, length);
    const causal = t.op('Where', [window, scaled, t.float(-3.4028234663852886e38)]);
    const context = t.merge(t.matMul(t.softmax(t.add(causal, extended)), v), width);
    const attended = t.linear(context, width, width);
    const y = t.linear(t.gelu(t.linear(t.layerNorm(x, width), width, neurons)), neurons, width);
    x = t.add(t.add(y, attended), x);
  }
  t.output(t.linear(t.layerNorm(x, width), width, vocabulary, false), FLOAT, 'logits');
  return t.model();
}
