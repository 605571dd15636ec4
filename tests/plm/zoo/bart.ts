import type { OnnxModel } from '../../../src/onnx/model.ts';
import { FLOAT, INT64 } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

const MASKED = -3.4028234663852886e38;

/** BART: learned positions from the third row on, one table for encoder, decoder and head, cross attention. */
export function bart(): OnnxModel {
  const t = new TorchMaker(16);
  const { ids, mask, batch, length } = t.textInputs();
  const decoderIds = t.input('decoder_input_ids', INT64, ['batch', 'decoder_sequence']);
  const { vocabulary, width, heads, head, neurons, positions } = ZOO;
  const table = t.weight([vocabulary, width], 1, 0, 'model.shared.weight');
  const place = (size: string): string => {
    const rows = t.add(t.expand(t.arange(size), batch, size), t.int(2));
    return t.embed(t.weight([positions + 2, width]), rows);
  };
  const start = (tokens: string, size: string): string =>
    t.layerNorm(t.add(t.mul(t.embed(table, tokens), t.float(Math.sqrt(width))), place(size)), width);
  const attend = (queries: string, memory: string, bias: string | null): string => {
    const q = t.mul(t.linear(queries, width, width), t.float(1 / Math.sqrt(head)));
    const k = t.heads(t.linear(memory, width, width), heads, head);
    const v = t.heads(t.linear(memory, width, width), heads, head);
    const scores = t.matMul(t.heads(q, heads, head), t.permute(k, 0, 1, 3, 2));
    const context = t.matMul(t.softmax(bias === null ? scores : t.add(scores, bias)), v);
    return t.linear(t.merge(context, width), width, width);
  };
  const block = (x: string): string => {
    const y = t.linear(t.gelu(t.linear(x, width, neurons)), neurons, width);
    return t.layerNorm(t.add(x, y), width);
  };
  /** [B, S] → [B, 1, T, S] with large negative numbers where the mask is zero. */
  const expandMask = (queries: string): string => {
    const kept = t.cast(t.expand(t.unsqueeze(mask, 1, 2), batch, 1, queries, length), FLOAT);
    const inverted = t.op('Sub', [t.float(1), kept]);
    return t.op('Where', [t.truth(inverted), t.float(MASKED), inverted]);
  };
  let x = start(ids, length);
  for (let layer = 0; layer < 2; layer++)
    x = block(t.layerNorm(t.add(x, attend(x, x, expandMask(length))), width));
  const steps = t.size(decoderIds, 1);
  const causal = t.op('Where', [t.causal(steps), t.float(0), t.float(MASKED)]);
  const decoderMask = t.expand(t.unsqueeze(causal, 0, 1), batch, 1, steps, steps);
  let y = start(decoderIds, steps);
  for (let layer = 0; layer < 2; layer++) {
    const own = t.layerNorm(t.add(y, attend(y, y, decoderMask)), width);
    y = block(t.layerNorm(t.add(own, attend(own, x, expandMask(steps))), width));
  }
  t.output(t.add(t.matMul(y, t.permute(table, 1, 0)), t.weight([1, vocabulary])), FLOAT, 'logits');
  t.output(x, FLOAT, 'encoder_last_hidden_state');
  return t.model();
}
