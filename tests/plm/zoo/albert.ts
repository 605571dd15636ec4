import type { OnnxModel } from '../../../src/onnx/model.ts';
import { FLOAT, INT64 } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

/** ALBERT: narrow word embeddings, one layer's weights used three times, the tied head through a Transpose. */
export function albert(): OnnxModel {
  const t = new TorchMaker(11);
  const { ids, mask, length } = t.textInputs();
  const types = t.input('token_type_ids', INT64, ['batch', 'sequence']);
  const { vocabulary, width, heads, head, neurons, positions } = ZOO;
  const narrow = 24;
  const table = t.weight([vocabulary, narrow], 1, 0, 'albert.embeddings.word_embeddings.weight');
  const row = t.tensor(
    INT64,
    [1, positions],
    Array.from({ length: positions }, (_, at) => at),
  );
  const placed = t.embed(t.weight([positions, narrow]), t.slice(row, 1, 0, length));
  const typed = t.embed(t.weight([2, narrow]), types);
  const embedded = t.layerNorm(t.add(t.add(t.embed(table, ids), typed), placed), narrow);
  let x = t.linear(embedded, narrow, width);
  const extended = t.extendedMask(mask);
  const matrices = [0, 1, 2, 3].map(() => t.weight([width, width], 0.2));
  const biases = [0, 1, 2, 3].map(() => t.weight([width], 0.1));
  const [up, down] = [t.weight([width, neurons], 0.2), t.weight([neurons, width], 0.2)];
  const [upBias, downBias] = [t.weight([neurons], 0.1), t.weight([width], 0.1)];
  const norms = [0, 1].map(() => [t.weight([width], 0.1, 1), t.weight([width], 0.1)]);
  const norm = (y: string, index: number): string =>
    t.op('LayerNormalization', [y, ...norms[index]], { axis: -1, epsilon: 1e-5 });
  for (let layer = 0; layer < 3; layer++) {
    const map = (y: string, index: number): string => t.add(t.matMul(y, matrices[index]), biases[index]);
    const [q, k, v] = [0, 1, 2].map((index) => t.heads(map(x, index), heads, head));
    const context = t.merge(t.attention(q, k, v, head, extended), width);
    const attended = norm(t.add(x, map(context, 3)), 0);
    const hidden = t.newGelu(t.add(t.matMul(attended, up), upBias));
    x = norm(t.add(t.add(t.matMul(hidden, down), downBias), attended), 1);
  }
  const top = t.layerNorm(t.newGelu(t.linear(x, width, narrow)), narrow);
  t.output(t.add(t.matMul(top, t.permute(table, 1, 0)), t.weight([vocabulary])), FLOAT, 'logits');
  return t.model();
}
