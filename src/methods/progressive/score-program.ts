/**
 * How active each feed-forward neuron is: |what enters the output map|, each row's mean over its unpadded tokens, soft ones
 * included (Huang et al. 2022, "FFN reduction"; the scores by which neurons are kept). The mean over rows is the caller's.
 */
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import { optimise } from '../../onnx/optimise/index.ts';
import { Builder } from '../../onnx/builder.ts';
import type { Value } from '../../onnx/static-graph.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import { promptedGraph, type Plm } from '../../plm/plm.ts';
import { compileProgram, type BatchNumbers, type CompiledProgram } from '../training/compiled-program.ts';

/**
 * Sums over a batch's rows: output `scores`, the neurons of all feed-forward blocks one block after another. Host inputs
 * beside those of the PLM: `token_weights` [batch, promptLength + length] and, with a decoder, `decoder_token_weights`
 * [batch, decoderLength]: what `tokenWeights` gives.
 * @throws Error for a PLM without feed-forward blocks
 */
export function scoreProgram(plm: Plm, shape: BatchShape): CompiledProgram {
  const { graph, blocks, embedding } = promptedGraph(plm, shape);
  if (blocks.length === 0) throw new Error('there are no feed-forward blocks to score');
  const b = new Builder(graph);
  const { reshape, transpose, op } = arithmetic(b);
  const flat = (weights: Value): Value => {
    const turned = embedding.tokensFirst ? transpose(weights, [1, 0]) : weights;
    return reshape(turned, [1, elementCount(weights.dims)]);
  };
  const input = (name: string, tokens: number): Value =>
    flat(b.hostInput(name, 'float32', [shape.batch, tokens]));
  const encoder = input('token_weights', shape.promptLength + shape.length);
  const decoder = blocks.some(({ side }) => side === 'decoder')
    ? input('decoder_token_weights', shape.decoderLength)
    : encoder;
  const sums = blocks.map(({ neurons, size, side }) => {
    const rows = reshape(op('Abs', neurons), [elementCount(neurons.dims) / size, size]);
    return reshape(b.op('MatMul', [side === 'decoder' ? decoder : encoder, rows]), [size]);
  });
  const scores = b.op('Concat', sums, { axis: 0 });
  const { builder, value } = optimise(b.build([scores]));
  return compileProgram('neuron scores', (outputs) => builder.build(outputs), { scores: value(scores) });
}

/**
 * One over the number of a row's unpadded tokens for each of them, 0 for padding and for rows beyond `rows`.
 * @param mask [batch × length], of the text
 */
export function tokenWeights(mask: ArrayLike<number>, shape: BatchShape, rows: number): BatchNumbers {
  const { batch, length, promptLength, decoderLength } = shape;
  const tokens = promptLength + length;
  const weights = new Float32Array(batch * tokens);
  const decoder = new Float32Array(batch * decoderLength).fill(1 / decoderLength, 0, rows * decoderLength);
  for (let row = 0; row < rows; row++) {
    const own = Array.from({ length: tokens }, (_, token) =>
      token < promptLength ? 1 : mask[row * length + token - promptLength],
    );
    const count = own.reduce((sum, one) => sum + one, 0);
    own.forEach((one, token) => (weights[row * tokens + token] = one / count));
  }
  return { token_weights: weights, decoder_token_weights: decoder };
}
