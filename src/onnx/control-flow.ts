/**
 * If, Loop and Scan. What the shapes decide is decided here: a branch is taken, a loop is unrolled. An If on the data
 * computes both branches and chooses with Where, which also has a gradient.
 */
import type { OnnxGraph, OnnxNode } from './model.ts';
import { isSequence, lookUp, tensorNamed, unsupported, type Bound, type Scope } from './scope.ts';
import type { Walker } from './specialise.ts';
import { normalAxis, type Value } from './static-graph.ts';
import { sameDims } from './tensor.ts';

/** Unrolling more than this makes a graph that no engine should be given. */
const MOST_ITERATIONS = 4096;

export function controlFlow(walker: Walker, node: OnnxNode, scope: Scope): Bound[] | null {
  switch (node.op) {
    case 'If':
      return branch(walker, node, scope);
    case 'Loop':
      return loop(walker, node, scope);
    case 'Scan':
      return scan(walker, node, scope);
    default:
      return null;
  }
}

function bodyOf(node: OnnxNode, name: string): OnnxGraph {
  const attribute = node.attributes.get(name);
  if (attribute?.kind !== 'graph') throw unsupported(node.name, `${node.op} without ${name}`);
  return attribute.value;
}

function branch(walker: Walker, node: OnnxNode, scope: Scope): Bound[] {
  const condition = tensorNamed(scope, node.inputs[0], node.name);
  const inline = (name: string): Bound[] => walker.graph(bodyOf(node, name), new Map(scope));
  if (condition.constant !== undefined)
    return inline(condition.constant.data[0] ? 'then_branch' : 'else_branch');
  const [yes, no] = [inline('then_branch'), inline('else_branch')];
  walker.builder.source = node.name;
  return yes.map((chosen, index) => {
    const other = no[index];
    if (isSequence(chosen) || isSequence(other) || !sameDims(chosen.dims, other.dims)) {
      throw unsupported(node.name, 'an If on the data whose branches have different shapes');
    }
    return walker.builder.op('Where', [
      walker.builder.op('Reshape', [condition, walker.builder.ints([])]),
      chosen,
      other,
    ]);
  });
}

/** Joins what each iteration yields along a new leading axis. */
function stack(walker: Walker, node: OnnxNode, parts: readonly Bound[], axis = 0): Value {
  const { builder } = walker;
  const rows = parts.map((part) => {
    if (isSequence(part)) throw unsupported(node.name, 'a loop that yields sequences');
    const at = normalAxis(axis, part.dims.length + 1);
    return builder.op('Reshape', [
      part,
      builder.ints([...part.dims.slice(0, at), 1, ...part.dims.slice(at)]),
    ]);
  });
  if (rows.length === 0) throw unsupported(node.name, 'a loop that yields nothing');
  return builder.op('Concat', rows, { axis });
}

function loop(walker: Walker, node: OnnxNode, scope: Scope): Bound[] {
  const body = bodyOf(node, 'body');
  const number = (name: string | undefined): number | undefined => {
    if (name === undefined || name === '') return undefined;
    const { constant } = tensorNamed(scope, name, node.name);
    if (constant === undefined)
      throw unsupported(node.name, 'a Loop whose number of iterations depends on the data');
    return constant.data[0];
  };
  const most = number(node.inputs[0]) ?? Infinity;
  let going = number(node.inputs[1]) ?? 1;
  let carried = node.inputs.slice(2).map((name) => lookUp(scope, name, node.name));
  const yields: Bound[][] = [];
  for (let iteration = 0; iteration < most && going !== 0; iteration++) {
    if (iteration === MOST_ITERATIONS)
      throw unsupported(node.name, `a Loop of more than ${String(MOST_ITERATIONS)} iterations`);
    const inner: Scope = new Map(scope);
    inner.set(body.inputs[0].name, walker.builder.number(iteration, 'int64'));
    inner.set(body.inputs[1].name, walker.builder.number(1, 'bool'));
    carried.forEach((value, index) => inner.set(body.inputs[index + 2].name, value));
    const [condition, ...rest] = walker.graph(body, inner);
    if (isSequence(condition) || condition.constant === undefined)
      throw unsupported(node.name, 'a Loop that the data ends');
    going = condition.constant.data[0];
    carried = rest.slice(0, carried.length);
    yields.push(rest.slice(carried.length));
  }
  walker.builder.source = node.name;
  const stacked = body.outputs.slice(1 + carried.length).map((_, index) =>
    stack(
      walker,
      node,
      yields.map((row) => row[index]),
    ),
  );
  return [...carried, ...stacked];
}

function scan(walker: Walker, node: OnnxNode, scope: Scope): Bound[] {
  const { builder } = walker;
  const body = bodyOf(node, 'body');
  const declared = node.attributes.get('num_scan_inputs');
  const scanned = declared?.kind === 'int' ? declared.value : 1;
  const listed = (name: string): readonly number[] | undefined => {
    const attribute = node.attributes.get(name);
    return attribute?.kind === 'ints' ? attribute.value : undefined;
  };
  const inputs = node.inputs.map((name) => tensorNamed(scope, name, node.name));
  const states = inputs.length - scanned;
  let carried: Bound[] = inputs.slice(0, states);
  const sources = inputs.slice(states).map((value, index) => {
    const axis = normalAxis(listed('scan_input_axes')?.[index] ?? 0, value.dims.length);
    return { value, axis, backward: listed('scan_input_directions')?.[index] === 1 };
  });
  const length = sources[0].value.dims[sources[0].axis];
  if (length > MOST_ITERATIONS)
    throw unsupported(node.name, `a Scan over more than ${String(MOST_ITERATIONS)} elements`);
  const yields: Bound[][] = [];
  for (let iteration = 0; iteration < length; iteration++) {
    const inner: Scope = new Map(scope);
    carried.forEach((value, index) => inner.set(body.inputs[index].name, value));
    sources.forEach(({ value, axis, backward }, index) => {
      const at = backward ? length - 1 - iteration : iteration;
      inner.set(
        body.inputs[states + index].name,
        builder.op('Gather', [value, builder.number(at, 'int64')], { axis }),
      );
    });
    const results = walker.graph(body, inner);
    carried = results.slice(0, states);
    yields.push(results.slice(states));
  }
  builder.source = node.name;
  const stacked = body.outputs.slice(states).map((_, index) => {
    const rows = yields.map((row) => row[index]);
    const backward = listed('scan_output_directions')?.[index] === 1;
    return stack(walker, node, backward ? rows.reverse() : rows, listed('scan_output_axes')?.[index] ?? 0);
  });
  return [...carried, ...stacked];
}
