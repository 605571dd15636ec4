/**
 * Where the token axis lies in a tensor, and how an operator hands a choice of one token a row from its output to its
 * inputs. Tensors are batch-major, as every exporter writes them; what is not is left alone and chosen from at the end.
 */
import { OPERATORS } from '../onnx/operators/index.ts';
import { entryOf } from '../onnx/table.ts';
import { sliceRanges, permutation } from '../onnx/operators/movement.ts';
import {
  intAttribute,
  intsAttribute,
  normalAxis,
  type StaticNode,
  type Value,
} from '../onnx/static-graph.ts';
import { elementCount, type Dims } from '../onnx/tensor.ts';

export interface Layout {
  /** The axis that counts tokens; with `merged` it counts rows × tokens. */
  readonly axis: number;
  readonly merged: boolean;
  /** Rank at which the tensor is looked at: lower ones get leading ones, as in broadcasting. */
  readonly rank: number;
}

export interface TokenAxis {
  readonly batch: number;
  readonly tokens: number;
}

/** The layout of each input, `keep` for inputs without a token axis; null when the choice can't be handed on. */
export type InputLayouts = readonly (Layout | 'keep')[] | null;

const KEEP = 'keep' as const;

/** Leading ones up to a rank. */
export const lifted = (dims: Dims, rank: number): number[] => [
  ...new Array<number>(Math.max(0, rank - dims.length)).fill(1),
  ...dims,
];

/** The layout of a tensor [batch, tokens, …] or [batch · tokens, …]; null for another shape. */
export function layoutOf(value: Value, { batch, tokens }: TokenAxis): Layout | null {
  const rank = value.dims.length;
  if (rank >= 2 && value.dims[0] === batch && value.dims[1] === tokens)
    return { axis: 1, merged: false, rank };
  return rank >= 1 && value.dims[0] === batch * tokens ? { axis: 0, merged: true, rank } : null;
}

/** The shape after one token a row has been chosen. */
export function chosenDims(dims: Dims, layout: Layout, batch: number): number[] {
  const out = lifted(dims, layout.rank);
  out[layout.axis] = layout.merged ? batch : 1;
  if (!layout.merged && out[0] === 1 && layout.axis > 0) out[0] = batch;
  return out;
}

/** As seen from a broadcasting operator: an input without the axis is used as it is. */
function aligned(input: Value | null, layout: Layout): Layout | 'keep' {
  if (input === null) return KEEP;
  return lifted(input.dims, layout.rank)[layout.axis] === 1 ? KEEP : layout;
}

const broadcasting = (node: StaticNode, layout: Layout): InputLayouts =>
  node.inputs.map((input) => aligned(input, layout));

/** The first input has the layout, the others none. */
const firstOnly = (node: StaticNode, layout: Layout): InputLayouts =>
  node.inputs.map((_, index) => (index === 0 ? layout : KEEP));

function product(node: StaticNode, layout: Layout): InputLayouts {
  const [x, w] = node.inputs;
  if (x === null || w === null || x.dims.length < 2 || w.dims.length < 2) return null;
  const { rank, axis, merged } = layout;
  // An operand of lower rank has no batch axis of its own, so its tokens can't be chosen row by row.
  if ((axis === rank - 2 ? x : axis === rank - 1 ? w : x).dims.length !== rank) return null;
  if (axis === rank - 2) return [{ axis: x.dims.length - 2, merged, rank: x.dims.length }, KEEP];
  if (axis === rank - 1)
    return merged ? null : [KEEP, { axis: w.dims.length - 1, merged, rank: w.dims.length }];
  return x.dims.length === rank && w.dims.length === rank ? [aligned(x, layout), aligned(w, layout)] : null;
}

function gemm(node: StaticNode, layout: Layout): InputLayouts {
  if (layout.axis !== 0 || intAttribute(node.attributes, 'transA', 0) === 1) return null;
  const c = node.inputs[2] ?? null;
  return [layout, KEEP, c === null ? KEEP : aligned(c, layout)].slice(0, node.inputs.length);
}

function transpose(node: StaticNode, layout: Layout): InputLayouts {
  const perm = permutation(layout.rank, intsAttribute(node.attributes, 'perm'));
  const axis = perm[layout.axis];
  return perm[0] === 0 && (!layout.merged || axis === 0) ? [{ ...layout, axis }] : null;
}

function reshape(node: StaticNode, layout: Layout, { batch, tokens }: TokenAxis): InputLayouts {
  const [x] = node.inputs;
  if (x === null) return null;
  const [from, to] = [x.dims, node.outputs[0].dims];
  const split = (axis: number): InputLayouts => [{ axis, merged: false, rank: from.length }, KEEP];
  const merged: InputLayouts = [{ axis: 0, merged: true, rank: from.length }, KEEP];
  if (layout.merged) {
    if (from[0] === batch && from[1] === tokens) return split(1);
    return from[0] === batch * tokens ? merged : null;
  }
  const before = elementCount(to.slice(0, layout.axis));
  for (let axis = 0; axis < from.length; axis++) {
    if (from[axis] !== tokens || elementCount(from.slice(0, axis)) !== before) continue;
    return from[0] === 1 && to[0] !== 1 && batch > 1 ? null : split(axis);
  }
  return before === batch && to[0] === batch && from[0] === batch * tokens ? merged : null;
}

function reduction(node: StaticNode, layout: Layout): InputLayouts {
  const [x, axesInput] = node.inputs;
  if (x === null || axesInput?.constant === undefined || layout.merged) return null;
  const axes = Array.from(axesInput.constant.data, (axis) => normalAxis(axis, x.dims.length));
  if (intAttribute(node.attributes, 'keepdims', 1) === 1)
    return axes.includes(layout.axis) ? null : [{ ...layout, rank: x.dims.length }, KEEP];
  const left = x.dims.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return [{ axis: left[layout.axis], merged: false, rank: x.dims.length }, KEEP];
}

function slice(node: StaticNode, layout: Layout): InputLayouts {
  const [x, ...numbers] = node.inputs;
  if (x === null) return null;
  const [starts, ends, axes, steps] = numbers.map((value) =>
    value?.constant === undefined ? null : Array.from(value.constant.data),
  );
  const touched = sliceRanges(x.dims, starts ?? [], ends ?? [], axes ?? null, steps ?? null).map(
    (range) => range.axis,
  );
  return touched.includes(layout.axis) ? null : firstOnly(node, layout);
}

function gather(node: StaticNode, layout: Layout): InputLayouts {
  const [x, indices] = node.inputs;
  if (x === null || indices === null || layout.merged) return null;
  const axis = normalAxis(intAttribute(node.attributes, 'axis', 0), x.dims.length);
  const inside = layout.axis - axis;
  if (inside >= 0 && inside < indices.dims.length)
    return axis === 0 ? [KEEP, { axis: inside, merged: false, rank: indices.dims.length }] : null;
  return [
    {
      axis: inside < 0 ? layout.axis : layout.axis - indices.dims.length + 1,
      merged: false,
      rank: x.dims.length,
    },
    KEEP,
  ];
}

/** Works along an axis that must not be the token axis. */
const along =
  (fallback: number) =>
  (node: StaticNode, layout: Layout): InputLayouts => {
    const axis = normalAxis(intAttribute(node.attributes, 'axis', fallback), layout.rank);
    return axis === layout.axis ? null : firstOnly(node, layout);
  };

type LayoutRule = (node: StaticNode, layout: Layout, tokens: TokenAxis) => InputLayouts;

const RULES: Readonly<Record<string, LayoutRule>> = {
  MatMul: product,
  Gemm: gemm,
  Transpose: transpose,
  Reshape: reshape,
  Expand: (node, layout) => [aligned(node.inputs[0], layout), KEEP],
  Softmax: along(-1),
  LayerNormalization: (node, layout) =>
    normalAxis(intAttribute(node.attributes, 'axis', -1), layout.rank) > layout.axis
      ? firstOnly(node, layout)
      : null,
  Slice: slice,
  Gather: gather,
  GatherElements: (node, layout) => {
    const axis = normalAxis(intAttribute(node.attributes, 'axis', 0), layout.rank);
    const [x] = node.inputs;
    const rest = x?.dims.every((dim, at) => at === axis || dim === node.outputs[0].dims[at]) === true;
    return axis === layout.axis || layout.merged || !rest ? null : [layout, layout];
  },
  Concat: (node, layout) => {
    const axis = normalAxis(intAttribute(node.attributes, 'axis', 0), layout.rank);
    return axis === layout.axis ? null : node.inputs.map(() => layout);
  },
};

export function inputLayouts(node: StaticNode, layout: Layout, tokens: TokenAxis): InputLayouts {
  const operator = entryOf(OPERATORS, node.op);
  const common = operator?.elementwise ? broadcasting : operator?.reduces ? reduction : undefined;
  const rule = entryOf(RULES, node.op) ?? common;
  return rule?.(node, layout, tokens) ?? null;
}
