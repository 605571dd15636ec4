/**
 * Computes only what is read: where one token a row is wanted (the mask position), every operator on the way back that
 * treats tokens alone works on that token alone; attention keeps all keys and values but one query. In the last layer
 * this leaves the keys and values as the only work on the whole text (design.md section 3).
 */
import type { Builder } from '../onnx/builder.ts';
import { arithmetic } from '../onnx/lowering/lowering.ts';
import { rewrite } from '../onnx/rewrite.ts';
import type { StaticGraph, StaticNode, Value } from '../onnx/static-graph.ts';
import { elementCount, tensorOf } from '../onnx/tensor.ts';
import {
  chosenDims,
  inputLayouts,
  layoutOf,
  lifted,
  type InputLayouts,
  type Layout,
  type TokenAxis,
} from './position-layout.ts';

export interface SelectedPositions {
  readonly builder: Builder;
  /** Each target at the read position: [batch, 1, …] or, for targets of merged rows, [batch, …]. */
  readonly targets: readonly Value[];
  readonly value: (old: Value) => Value;
}

type Demand = Layout | 'full';

/**
 * @param targets values over all tokens
 * @param positions [batch] the token of each row, soft prompt counted (a host value)
 * @param keep values that must stay whole beside the targets
 */
export function selectPositions(
  graph: StaticGraph,
  targets: readonly Value[],
  positions: Value,
  axis: TokenAxis,
  keep: readonly Value[] = [],
): SelectedPositions {
  const wanted = targets.map((target) => layoutOf(target, axis));
  const { demands, plans } = analyse(graph, targets, wanted, keep, axis);
  const chosen = new Map<Value, Value>();
  const choose = (old: Value, now: Value, layout: Layout, b: Builder, rows: number): Value =>
    sameLayout(demands.get(old), layout) && !isShared(old, layout, rows, axis.batch)
      ? (chosen.get(old) ?? now)
      : gatherPositions(b, now, layout, positions, axis, rows);

  const result = rewrite(graph, (node, inputs, b) => {
    const plan = plans.get(node);
    if (plan === undefined) return null;
    const { layout, layouts } = plan;
    const rows = leading(node, layout);
    const selected = inputs.map((input, index) => {
      const [old, own] = [node.inputs[index], layouts[index]];
      return input === null || old === null || own === 'keep' || own === undefined
        ? input
        : choose(old, input, own, b, rows);
    });
    const outputs = rebuild(b, node, selected, layout, axis.batch);
    node.outputs.forEach((output, index) => chosen.set(output, outputs[index]));
    return outputs;
  });
  const outputs = targets.map((target, index) => {
    const layout = wanted[index];
    return layout === null
      ? result.value(target)
      : choose(target, result.value(target), layout, result.builder, axis.batch);
  });
  return { builder: result.builder, targets: outputs, value: result.value };
}

/** The leading axis of a node's output: rows of the batch, or rows × heads. */
const leading = (node: StaticNode, layout: Layout): number => lifted(node.outputs[0].dims, layout.rank)[0];

/**
 * Whether a tensor without a batch axis meets rows × heads in one axis. It can't be chosen from where it is made (that
 * would give one choice a row); the node that reads it takes one a row and head.
 */
const isShared = (value: Value, layout: Layout, rows: number, batch: number): boolean =>
  !layout.merged && lifted(value.dims, layout.rank)[0] === 1 && rows !== 1 && rows !== batch;

function sameLayout(demand: Demand | undefined, layout: Layout): boolean {
  return (
    demand !== undefined &&
    demand !== 'full' &&
    demand.axis === layout.axis &&
    demand.merged === layout.merged &&
    demand.rank === layout.rank
  );
}

interface Plan {
  readonly layout: Layout;
  readonly layouts: Exclude<InputLayouts, null>;
}

/** Who needs all tokens and who only the chosen ones: consumers before producers, so every demand is final when it is read. */
function analyse(
  graph: StaticGraph,
  targets: readonly Value[],
  wanted: readonly (Layout | null)[],
  keep: readonly Value[],
  axis: TokenAxis,
): { demands: ReadonlyMap<Value, Demand>; plans: ReadonlyMap<StaticNode, Plan> } {
  const demands = new Map<Value, Demand>();
  const plans = new Map<StaticNode, Plan>();
  const ask = (value: Value, demand: Demand): void => {
    const before = demands.get(value);
    const agreed = before === undefined || (demand !== 'full' && sameLayout(before, demand));
    demands.set(value, agreed ? demand : 'full');
  };
  targets.forEach((target, index) => ask(target, wanted[index] ?? 'full'));
  for (const value of keep) ask(value, 'full');
  for (let at = graph.nodes.length - 1; at >= 0; at--) {
    const node = graph.nodes[at];
    const asked = node.outputs.flatMap((output) => demands.get(output) ?? []);
    if (asked.length === 0) continue;
    const plan = planFor(node, asked, axis);
    if (plan !== null) plans.set(node, plan);
    else for (const output of node.outputs) if (demands.has(output)) demands.set(output, 'full');
    const chosenFrom = (input: Value, layout: Layout | 'keep'): boolean =>
      layout !== 'keep' &&
      plan !== null &&
      layout.rank === input.dims.length &&
      input.origin === 'device' &&
      !isShared(input, layout, leading(node, plan.layout), axis.batch);
    node.inputs.forEach((input, index) => {
      const layout = plan?.layouts[index] ?? 'keep';
      if (input !== null) ask(input, layout !== 'keep' && chosenFrom(input, layout) ? layout : 'full');
    });
  }
  return { demands, plans };
}

function planFor(node: StaticNode, asked: readonly Demand[], axis: TokenAxis): Plan | null {
  const [layout, ...others] = asked;
  if (layout === 'full' || !others.every((other) => sameLayout(other, layout))) return null;
  const layouts = inputLayouts(node, layout, axis);
  return layouts === null ? null : { layout, layouts };
}

/** The node on chosen inputs; targets of Reshape and Expand shrink with them. */
function rebuild(
  b: Builder,
  node: StaticNode,
  inputs: readonly (Value | null)[],
  layout: Layout,
  batch: number,
): readonly Value[] {
  if (node.op !== 'Reshape' && node.op !== 'Expand')
    return b.add(node.op, inputs, node.attributes, node.outputs.length);
  return [b.op(node.op, [inputs[0], b.ints(chosenDims(node.outputs[0].dims, layout, batch))])];
}

/** One token a row by its index. Without a batch axis (a causal mask) every row chooses from the same tensor. */
function gatherPositions(
  b: Builder,
  value: Value,
  layout: Layout,
  positions: Value,
  { batch, tokens }: TokenAxis,
  rows: number,
): Value {
  const { reshape, add, transpose } = arithmetic(b);
  const dims = lifted(value.dims, layout.rank);
  const inner = elementCount(dims.slice(layout.axis + 1));
  const before = layout.merged ? batch : elementCount(dims.slice(0, layout.axis));
  const list = (count: number, of: (at: number) => number): Value =>
    b.constant(
      tensorOf(
        'int64',
        [count],
        Array.from({ length: count }, (_, at) => of(at)),
      ),
    );
  /** The position of each of `count` rows, heads of one row after another. */
  const repeated = (count: number): Value =>
    count === batch
      ? positions
      : b.op('Gather', [positions, list(count, (at) => Math.floor((at * batch) / count))], { axis: 0 });
  if (!layout.merged && dims[0] === 1 && batch > 1) {
    const many = Math.max(rows, batch);
    const out = chosenDims(value.dims, layout, many);
    const picked = b.op('Gather', [reshape(value, [before, tokens, inner]), repeated(many)], { axis: 1 });
    return reshape(transpose(picked, [1, 0, 2]), out);
  }
  const places = add(
    list(before, (at) => at * tokens),
    repeated(before),
  );
  const picked = b.op('Gather', [reshape(value, [before * tokens, inner]), places], { axis: 0 });
  return reshape(picked, chosenDims(value.dims, layout, batch));
}
