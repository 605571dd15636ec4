import type { OnnxModel } from '../../../src/onnx/model.ts';
import { FLOAT, INT64 } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

/** XLNet: tokens before rows, products as Einsum, relative positions by a shifted product with sinusoids. */
export function xlnet(): OnnxModel {
  const t = new TorchMaker(18);
  const { ids, mask, batch, length } = t.textInputs();
  const types = t.input('token_type_ids', INT64, ['batch', 'sequence']);
  const { vocabulary, width, heads, head, neurons } = ZOO;
  const einsum = (equation: string, ...inputs: readonly string[]): string =>
    t.op('Einsum', inputs, { equation });
  const weight = (): string => t.weight([width, heads, head], 0.2);
  const table = t.weight([vocabulary, width], 1, 0, 'transformer.word_embedding.weight');
  let x = t.embed(table, t.permute(ids, 1, 0));
  // A query never hides its own token from itself.
  const padded = t.unsqueeze(t.op('Sub', [t.float(1), t.permute(t.cast(mask, FLOAT), 1, 0)]), 0);
  const positions = t.arange(length);
  const eye = t.cast(t.op('Equal', [t.unsqueeze(positions, 0), t.unsqueeze(positions, 1)]), FLOAT);
  const hidden = t.op('Greater', [t.op('Sub', [padded, t.unsqueeze(eye, -1)]), t.float(0)]);
  const hiddenScores = t.mul(einsum('ijbn->bnij', t.unsqueeze(t.cast(hidden, FLOAT), -1)), t.float(1e30));
  const segments = t.permute(types, 1, 0);
  const differ = t.cast(
    t.op('Not', [t.op('Equal', [t.unsqueeze(segments, 1), t.unsqueeze(segments, 0)])]),
    INT64,
  );
  const oneHot = t.op('OneHot', [differ, t.int(2), t.floats([2], [0, 1])], { axis: -1 });
  const steps = t.op('Range', [length, t.op('Neg', [length]), t.int(-1)]);
  const frequencies = t.floats(
    [width / 2],
    Array.from({ length: width / 2 }, (_, at) => 100 ** ((-2 * at) / width)),
  );
  const angles = einsum('i,d->id', t.cast(steps, FLOAT), frequencies);
  const waves = t.op('Concat', [t.op('Sin', [angles]), t.op('Cos', [angles])], { axis: -1 });
  const relative = t.expand(t.unsqueeze(waves, 1), -1, batch, -1);
  const shifted = (y: string): string => {
    const long = t.size(y, 3);
    const turned = t.slice(t.view(y, batch, heads, long, length), 2, 1, 2 ** 53);
    const back = t.view(turned, batch, heads, length, t.op('Sub', [long, t.int(1)]));
    return t.op('Gather', [back, positions], { axis: 3 });
  };
  for (let layer = 0; layer < 2; layer++) {
    const [q, k, v] = [0, 1, 2].map(() => einsum('ibh,hnd->ibnd', x, weight()));
    const r = einsum('ibh,hnd->ibnd', relative, weight());
    const bias = (): string => t.weight([heads, head], 0.3);
    const content = einsum('ibnd,jbnd->bnij', t.add(q, bias()), k);
    const position = shifted(einsum('ibnd,jbnd->bnij', t.add(q, bias()), r));
    const segment = einsum('ibnd,snd->ibns', t.add(q, bias()), t.weight([2, heads, head]));
    const types = einsum('ijbs,ibns->bnij', oneHot, segment);
    const scores = t.mul(t.add(t.add(content, position), types), t.float(1 / Math.sqrt(head)));
    const probabilities = t.op('Softmax', [t.op('Sub', [scores, hiddenScores])], { axis: 3 });
    const context = einsum('bnij,jbnd->ibnd', probabilities, v);
    const attended = t.layerNorm(t.add(einsum('ibnd,hnd->ibh', context, weight()), x), width);
    const y = t.linear(t.gelu(t.linear(attended, width, neurons)), neurons, width);
    x = t.layerNorm(t.add(y, attended), width);
  }
  t.output(t.linear(t.permute(x, 1, 0, 2), width, vocabulary), FLOAT, 'logits');
  return t.model();
}
