/**
 * Nodes that are not worth having: their result is one of their inputs, or a shorter form of themselves.
 * Each rule answers with the value to use instead, or null to keep the node.
 */
import type { Builder } from './builder.ts';
import { permutation, reshapedDims, sliceRanges } from './operators/movement.ts';
import { broadcastDims } from './operators/operator.ts';
import { intAttribute, intsAttribute, normalAxis, type Attributes, type Value } from './static-graph.ts';
import { entryOf } from './table.ts';
import { elementCount, sameDims } from './tensor.ts';

type Inputs = readonly (Value | null)[];
type Rule = (builder: Builder, inputs: Inputs, attributes: Attributes) => Value | null;

/** True when every element of a known tensor is `wanted`. */
function isAll(value: Value | null | undefined, wanted: number): boolean {
  return (
    value?.constant !== undefined &&
    value.constant.data.length > 0 &&
    value.constant.data.every((x) => x === wanted)
  );
}

/** `x` if it already has the shape of the broadcast result. */
function unlessBroadcast(x: Value | null, other: Value | null): Value | null {
  return x !== null && other !== null && sameDims(broadcastDims(x.dims, other.dims), x.dims) ? x : null;
}

/** x ∘ neutral = x, on the right only or on both sides. */
const neutral =
  (element: number, sides: 'right' | 'both'): Rule =>
  (_builder, [a, b]) => {
    if (isAll(b, element)) return unlessBroadcast(a, b);
    return sides === 'both' && isAll(a, element) ? unlessBroadcast(b, a) : null;
  };

const asConstant = (value: Value | null | undefined): number[] | null =>
  value?.constant === undefined ? null : Array.from(value.constant.data);

const RULES: Readonly<Record<string, Rule>> = {
  Add: neutral(0, 'both'),
  Sub: neutral(0, 'right'),
  Mul: neutral(1, 'both'),
  Div: neutral(1, 'right'),
  Pow: neutral(1, 'right'),
  And: neutral(1, 'both'),
  Cast: (_builder, [x], attributes) => (x !== null && x.type === attributes['to'] ? x : null),
  Where: (_builder, [condition, a, b]) => {
    for (const [branch, element] of [
      [a, 1],
      [b, 0],
    ] as const) {
      if (!isAll(condition, element) || condition === null || branch === null || a === null || b === null)
        continue;
      return sameDims(broadcastDims(condition.dims, a.dims, b.dims), branch.dims) ? branch : null;
    }
    return null;
  },
  Reshape: (builder, [x, shape], attributes) => {
    const wanted = asConstant(shape);
    if (x === null || wanted === null) return null;
    const dims = reshapedDims(x.dims, wanted, intAttribute(attributes, 'allowzero', 0) === 1);
    if (sameDims(dims, x.dims)) return x;
    // One spelling of the target, so that equal reshapes are shared.
    return sameDims(dims, wanted) ? null : builder.op('Reshape', [x, builder.ints(dims)]);
  },
  Expand: (builder, [x, shape]) => {
    const wanted = asConstant(shape);
    if (x === null || wanted === null) return null;
    const dims = broadcastDims(x.dims, wanted);
    if (sameDims(dims, x.dims)) return x;
    return sameDims(dims, wanted) ? null : builder.op('Expand', [x, builder.ints(dims)]);
  },
  Transpose: (_builder, [x], attributes) => {
    if (x === null) return null;
    return permutation(x.dims.length, intsAttribute(attributes, 'perm')).every((axis, at) => axis === at)
      ? x
      : null;
  },
  Slice: (_builder, [x, starts, ends, axes, steps]) => {
    const [from, to] = [asConstant(starts), asConstant(ends)];
    if (x === null || from === null || to === null) return null;
    const ranges = sliceRanges(x.dims, from, to, asConstant(axes), asConstant(steps));
    return ranges.every((range) => range.start === 0 && range.step === 1 && range.size === x.dims[range.axis])
      ? x
      : null;
  },
  Concat: (builder, inputs, attributes) => {
    const full = inputs.filter((input): input is Value => input !== null && elementCount(input.dims) > 0);
    if (full.length === 1) return full[0];
    if (full.length === 0 || full.length === inputs.length) return null;
    const axis = normalAxis(intAttribute(attributes, 'axis', 0), full[0].dims.length);
    return builder.op('Concat', full, { axis });
  },
};

export function simplify(builder: Builder, op: string, inputs: Inputs, attributes: Attributes): Value | null {
  return entryOf(RULES, op)?.(builder, inputs, attributes) ?? null;
}
