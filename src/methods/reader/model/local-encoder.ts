/** The local encoder of a block (spec 3): twice U ← U + pointwise(depthwise(LN(U))), which looks at seven tokens side by side. */
import { CONVOLUTIONS, KERNEL } from '../../../experiment/reader/reader-model.ts';
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { layerNorm, map } from './layers.ts';
import type { Weights } from './weights.ts';

/**
 * y[t] = Σ w[k] ⊙ x[t + k − 3], nothing beyond the ends: seven products (spec 0.8), because a convolution of as many groups as
 * channels is a product a channel on CPU, and its gradient is none that an engine has.
 * @param x [sequences, length, width]
 * @param depthwise [7, width]
 */
function depthwiseConvolution(b: Builder, x: Value, depthwise: Value): Value {
  const { mul, add, slice, reshape, expand } = arithmetic(b);
  const [sequences, length, width] = x.dims;
  const around = (KERNEL - 1) / 2;
  const nothing = expand(b.number(0), [sequences, around, width]);
  const padded = b.op('Concat', [nothing, x, nothing], { axis: 1 });
  const taps = Array.from({ length: KERNEL }, (_, k) =>
    mul(slice(padded, 1, k, k + length), reshape(slice(depthwise, 0, k, k + 1), [width])),
  );
  return taps.reduce((sum, tap) => add(sum, tap));
}

/**
 * @param x [sequences, length, width]
 * @param mask [sequences, length, 1]: padding is kept out of its neighbours
 */
export function localEncoder(b: Builder, weights: Weights, block: string, x: Value, mask: Value): Value {
  const { mul, add } = arithmetic(b);
  let u = x;
  for (let layer = 0; layer < CONVOLUTIONS; layer++) {
    const of = (part: string): Value => weights(`${block}.conv.${String(layer)}.${part}`);
    const normal = mul(layerNorm(b, u, of('scale'), of('shift')), mask);
    u = add(u, map(b, depthwiseConvolution(b, normal, of('depthwise')), of('pointwise'), of('bias')));
  }
  return u;
}
