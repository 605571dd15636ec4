/** Sequence operators: lists of tensors that exist only while a graph is compiled. */
import type { Builder } from './builder.ts';
import type { OnnxNode } from './model.ts';
import { isSequence, lookUp, tensorNamed, unsupported, type Bound, type Scope } from './scope.ts';
import { normalAxis, type Value } from './static-graph.ts';
import { entryOf } from './table.ts';

type SequenceRule = (builder: Builder, node: OnnxNode, scope: Scope) => Bound[];

function sequence(node: OnnxNode, scope: Scope, index: number): readonly Value[] {
  const bound = lookUp(scope, node.inputs[index], node.name);
  if (!isSequence(bound)) throw unsupported(node.name, `${node.op} on a tensor`);
  return bound;
}

function numberAt(node: OnnxNode, scope: Scope, index: number): number | undefined {
  const name = node.inputs[index];
  if (name === undefined || name === '') return undefined;
  const { constant } = tensorNamed(scope, name, node.name);
  if (constant === undefined) throw unsupported(node.name, `${node.op} at a place that the data decides`);
  return constant.data[0];
}

const intOf = (node: OnnxNode, name: string, fallback: number): number => {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? attribute.value : fallback;
};

const splitToSequence: SequenceRule = (builder, node, scope) => {
  const x = tensorNamed(scope, node.inputs[0], node.name);
  const axis = normalAxis(intOf(node, 'axis', 0), x.dims.length);
  const given = node.inputs[1] ? tensorNamed(scope, node.inputs[1], node.name).constant : undefined;
  const keep = given !== undefined || intOf(node, 'keepdims', 1) === 1;
  const size = given?.dims.length === 0 ? given.data[0] : 1;
  const even = Array.from({ length: Math.ceil(x.dims[axis] / size) }, (_, part) =>
    Math.min(size, x.dims[axis] - part * size),
  );
  const sizes = given !== undefined && given.dims.length > 0 ? Array.from(given.data) : even;
  let start = 0;
  const parts = sizes.map((length) => {
    start += length;
    const part = builder.op('Slice', [
      x,
      builder.ints([start - length]),
      builder.ints([start]),
      builder.ints([axis]),
    ]);
    return keep ? part : builder.op('Reshape', [part, builder.ints(x.dims.filter((_, at) => at !== axis))]);
  });
  return [parts];
};

/** A place in a list, the one behind its end included. */
const insertionPlace = (at: number, length: number): number =>
  at === length ? length : normalAxis(at, length);

const RULES: Readonly<Record<string, SequenceRule>> = {
  SplitToSequence: splitToSequence,
  SequenceEmpty: () => [[]],
  SequenceConstruct: (_builder, node, scope) => [
    node.inputs.map((name) => tensorNamed(scope, name, node.name)),
  ],
  SequenceInsert: (_builder, node, scope) => {
    const list = [...sequence(node, scope, 0)];
    list.splice(
      insertionPlace(numberAt(node, scope, 2) ?? list.length, list.length),
      0,
      tensorNamed(scope, node.inputs[1], node.name),
    );
    return [list];
  },
  SequenceErase: (_builder, node, scope) => {
    const list = [...sequence(node, scope, 0)];
    list.splice(normalAxis(numberAt(node, scope, 1) ?? -1, list.length), 1);
    return [list];
  },
  SequenceAt: (_builder, node, scope) => {
    const list = sequence(node, scope, 0);
    return [list[normalAxis(numberAt(node, scope, 1) ?? 0, list.length)]];
  },
  SequenceLength: (builder, node, scope) => [builder.number(sequence(node, scope, 0).length, 'int64')],
  ConcatFromSequence: (builder, node, scope) => {
    const axis = intOf(node, 'axis', 0);
    const list = sequence(node, scope, 0);
    if (intOf(node, 'new_axis', 0) === 0) return [builder.op('Concat', list, { axis })];
    const rows = list.map((x) => {
      const at = normalAxis(axis, x.dims.length + 1);
      return builder.op('Reshape', [x, builder.ints([...x.dims.slice(0, at), 1, ...x.dims.slice(at)])]);
    });
    return [builder.op('Concat', rows, { axis })];
  },
};

export function sequenceOperators(builder: Builder, node: OnnxNode, scope: Scope): Bound[] | null {
  const bound = node.inputs.some(
    (name) => name !== '' && isSequence(scope.get(name) ?? []) && scope.has(name),
  );
  const rule = entryOf(RULES, node.op);
  if (rule !== undefined) return rule(builder, node, scope);
  if (bound && node.op === 'Identity') return [lookUp(scope, node.inputs[0], node.name)];
  return null;
}
