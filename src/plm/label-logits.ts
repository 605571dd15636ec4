/**
 * Logits of the label words alone: the head's last map keeps only their columns, so the time of a step does not depend
 * on the size of the vocabulary.
 */
import type { Builder } from '../onnx/builder.ts';
import { arithmetic } from '../onnx/lowering/lowering.ts';
import { OPERATORS } from '../onnx/operators/index.ts';
import { entryOf } from '../onnx/table.ts';
import {
  intAttribute,
  intsAttribute,
  normalAxis,
  type StaticNode,
  type Value,
} from '../onnx/static-graph.ts';
import { sliceRanges } from '../onnx/operators/movement.ts';
import { isFrozen } from './linear-map.ts';

/**
 * @param logits [..., vocabulary]
 * @param words [K] token ids (a host value)
 * @returns [..., K]
 */
export function labelLogits(
  b: Builder,
  made: ReadonlyMap<Value, StaticNode>,
  logits: Value,
  words: Value,
): Value {
  const [many] = words.dims;
  const { reshape, transpose } = arithmetic(b);
  const pick = (x: Value, axis: number): Value => b.lookUp(x, words, normalAxis(axis, x.dims.length));

  /** An operand of an elementwise node over `vocabulary` columns; what is broadcast over them stays as it is. */
  const operand = (x: Value | null, vocabulary: number): Value | null => {
    if (x?.dims.at(-1) !== vocabulary) return x;
    return isFrozen(x, made) ? pick(x, -1) : narrow(x);
  };

  const frozenColumns = (w: Value): Value => {
    const source = made.get(w);
    // A transposed table gives its rows; the transpose then is that of K rows.
    if (source?.op === 'Transpose' && source.inputs[0] !== null)
      return transpose(pick(source.inputs[0], 0), [1, 0]);
    return pick(w, 1);
  };

  /** Once a value: two ways to each operand, and a chain of additions would take twice as long with every link. */
  const narrowed = new Map<Value, Value>();
  const narrow = (value: Value): Value => {
    const known = narrowed.get(value) ?? narrowOnce(value);
    narrowed.set(value, known);
    return known;
  };

  const narrowOnce = (value: Value): Value => {
    const node = made.get(value);
    const fallback = (): Value => pick(value, -1);
    if (node === undefined) return fallback();
    const [x, w] = node.inputs;
    const vocabulary = value.dims[value.dims.length - 1];
    b.source = node.source;
    if (entryOf(OPERATORS, node.op)?.elementwise === true)
      return b.op(
        node.op,
        node.inputs.map((input) => operand(input, vocabulary)),
        node.attributes,
      );
    if (node.op === 'Reshape' && x?.dims[x.dims.length - 1] === vocabulary)
      return reshape(narrow(x), [...value.dims.slice(0, -1), many]);
    if (node.op === 'Transpose' && x !== null) {
      const perm = intsAttribute(node.attributes, 'perm');
      return perm?.at(-1) === x.dims.length - 1 ? transpose(narrow(x), perm) : fallback();
    }
    if (node.op === 'Slice' && x !== null && keepsFirstColumns(node, x, vocabulary)) return narrow(x);
    if (node.op === 'MatMul' && w !== null && w.dims.length === 2 && isFrozen(w, made))
      return b.op('MatMul', [x, frozenColumns(w)]);
    if (node.op === 'Gemm' && w !== null && isFrozen(w, made)) {
      const transposed = intAttribute(node.attributes, 'transB', 0) === 1;
      return b.op(
        'Gemm',
        [x, transposed ? pick(w, 0) : frozenColumns(w), operand(node.inputs[2] ?? null, vocabulary)],
        node.attributes,
      );
    }
    return fallback();
  };
  const result = narrow(logits);
  b.source = '';
  return result;
}

/** A Slice that leaves padding columns of the vocabulary out, and nothing else. */
function keepsFirstColumns(node: StaticNode, x: Value, columns: number): boolean {
  const [starts, ends, axes, steps] = node.inputs
    .slice(1)
    .map((input) => (input?.constant === undefined ? null : Array.from(input.constant.data)));
  const [range, ...others] = sliceRanges(x.dims, starts ?? [], ends ?? [], axes ?? null, steps ?? null);
  const last = x.dims.length - 1;
  return (
    others.length === 0 &&
    range?.axis === last &&
    range.start === 0 &&
    range.step === 1 &&
    range.size === columns
  );
}
