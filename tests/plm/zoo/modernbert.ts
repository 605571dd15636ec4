import type { OnnxModel } from '../../../src/onnx/model.ts';
import { FLOAT, INT64 } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

const WINDOW = 3;

/** ModernBERT: no biases, GeGLU in one matrix, rotary positions, every other layer sees a window. */
export function modernbert(): OnnxModel {
  const t = new TorchMaker(15);
  const { ids, mask, batch, length } = t.textInputs();
  const { vocabulary, width, heads, head, neurons } = ZOO;
  const table = t.weight([vocabulary, width], 1, 0, 'model.embeddings.tok_embeddings.weight');
  const norm = (y: string): string =>
    t.op('LayerNormalization', [y, t.weight([width], 0.1, 1)], { axis: -1, epsilon: 1e-5 });
  let x = norm(t.embed(table, ids));
  const all = t.extendedMask(mask);
  const positions = t.unsqueeze(t.arange(length), 0);
  const distance = t.op('Abs', [t.op('Sub', [t.permute(positions, 1, 0), positions])]);
  const near = t.unsqueeze(t.op('LessOrEqual', [distance, t.int(WINDOW)]), 0, 1);
  const local = t.op('Where', [t.op('Not', [near]), t.float(-3.4028234663852886e38), all]);
  const angles = t.rotaryAngles(positions, head);
  const [cosine, sine] = angles.map((angle) => t.unsqueeze(angle, 1));
  for (let layer = 0; layer < 3; layer++) {
    const fused = t.linear(layer === 0 ? x : norm(x), width, 3 * width, false);
    const apart = t.permute(t.view(fused, batch, length, 3, heads, head), 0, 3, 2, 1, 4);
    const [q, k, v] = [0, 1, 2].map((index) => t.op('Gather', [apart, t.int(index)], { axis: 2 }));
    const turn = (y: string): string => t.rotary(y, head, cosine, sine);
    const context = t.attention(turn(q), turn(k), v, head, layer % 3 === 0 ? all : local);
    x = t.add(x, t.linear(t.merge(context, width), width, width, false));
    const both = t.linear(norm(x), width, 2 * neurons, false);
    const [input, gate] = t.add('Split', [both, t.ints(neurons, neurons)], { axis: -1 }, 2);
    x = t.add(x, t.linear(t.mul(t.gelu(input), gate), neurons, width, false));
  }
  const top = norm(t.gelu(t.linear(norm(x), width, width, false)));
  t.output(t.add(t.matMul(top, t.permute(table, 1, 0)), t.weight([vocabulary])), FLOAT, 'logits');
  t.output(t.cast(length, INT64), INT64, 'length');
  return t.model();
}
