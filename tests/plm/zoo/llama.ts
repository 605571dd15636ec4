import type { OnnxModel } from '../../../src/onnx/model.ts';
import { FLOAT, INT64 } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

const MASKED = -3.4028234663852886e38;

function rmsNorm(t: TorchMaker, x: string, width: number): string {
  const mean = t.op('ReduceMean', [t.op('Pow', [x, t.float(2)])], { axes: [-1], keepdims: 1 });
  const inverse = t.op('Div', [t.float(1), t.op('Sqrt', [t.add(mean, t.float(1e-6))])]);
  return t.mul(t.weight([width], 0.1, 1), t.mul(x, inverse));
}

/** All places of a [B, 1, S, S] tensor as indices [B, 1, S, S, 4]: what an assignment to a slice becomes. */
function everyPlace(t: TorchMaker, batch: string, length: string): string {
  const axes = [batch, t.int(1), length, length].map((size, axis) => {
    const shape = [1, 1, 1, 1];
    shape[axis] = -1;
    return t.unsqueeze(t.expand(t.view(t.arange(size), ...shape), batch, 1, length, length), -1);
  });
  return t.op('Concat', axes, { axis: -1 });
}

/** Causal mask as transformers builds it for export: a triangle of −∞, then padding written into a slice of it. */
function causalMask(t: TorchMaker, mask: string, batch: string, length: string): string {
  const square = t.op('ConstantOfShape', [
    t.op('Concat', [t.unsqueeze(length, 0), t.unsqueeze(length, 0)], { axis: 0 }),
  ]);
  const full = t.op('Where', [t.truth(square), square, t.float(MASKED)]);
  const triangle = t.op('Trilu', [full, t.int(1)], { upper: 1 });
  const positions = t.arange(length);
  const later = t.op('Greater', [positions, t.view(positions, -1, 1)]);
  const causal = t.expand(t.unsqueeze(t.mul(triangle, t.cast(later, FLOAT)), 0, 1), batch, 1, length, length);
  const padded = t.add(causal, t.cast(t.unsqueeze(mask, 1, 2), FLOAT));
  const filled = t.op('Where', [t.op('Equal', [padded, t.float(0)]), t.float(MASKED), causal]);
  return t.op('ScatterND', [causal, everyPlace(t, batch, length), filled]);
}

/** Llama: RMS norms in elementary operators, rotary positions, two query heads a key head, SwiGLU. */
export function llama(): OnnxModel {
  const t = new TorchMaker(13);
  const { ids, mask, batch, length } = t.textInputs();
  const positions = t.input('position_ids', INT64, ['batch', 'sequence']);
  const { vocabulary, width, heads, head, neurons } = ZOO;
  const keys = heads / 2;
  let x = t.embed(t.weight([vocabulary, width], 1, 0, 'model.embed_tokens.weight'), ids);
  const causal = causalMask(t, mask, batch, length);
  const angles = t.rotaryAngles(positions, head);
  const [cosine, sine] = angles.map((angle) => t.unsqueeze(angle, 1));
  const repeat = (y: string): string => {
    const wide = t.expand(t.unsqueeze(y, 2), batch, keys, heads / keys, length, head);
    return t.view(wide, batch, heads, length, head);
  };
  for (let layer = 0; layer < 2; layer++) {
    const normal = rmsNorm(t, x, width);
    const q = t.rotary(t.heads(t.linear(normal, width, width, false), heads, head), head, cosine, sine);
    const k = t.rotary(t.heads(t.linear(normal, width, keys * head, false), keys, head), head, cosine, sine);
    const v = t.heads(t.linear(normal, width, keys * head, false), keys, head);
    const context = t.merge(t.attention(q, repeat(k), repeat(v), head, causal), width);
    x = t.add(x, t.linear(context, width, width, false));
    const again = rmsNorm(t, x, width);
    const gate = t.silu(t.linear(again, width, neurons, false));
    x = t.add(x, t.linear(t.mul(gate, t.linear(again, width, neurons, false)), neurons, width, false));
  }
  t.output(t.linear(rmsNorm(t, x, width), width, vocabulary, false), FLOAT, 'logits');
  return t.model();
}
