/** Rewrites that leave the result as it is and make a program cheaper on every engine. */
import { rewrite, type Rewrite } from '../rewrite.ts';
import { arithmetic } from '../lowering/lowering.ts';
import type { StaticGraph, Value } from '../static-graph.ts';
import { fuseGelu } from './gelu.ts';
import { fuseLinear } from './linear.ts';
import { foldScales } from './scale.ts';

type Pass = (graph: StaticGraph) => Rewrite;

/** One pass after the other; every pass sees a graph without dead nodes. */
function inTurn(graph: StaticGraph, passes: readonly Pass[]): Rewrite {
  let current = graph;
  let last: Rewrite | undefined;
  const steps: ((old: Value) => Value)[] = [];
  for (const pass of passes) {
    last = pass(current);
    steps.push(last.value);
    current = last.builder.build(current.outputs.map(last.value));
  }
  if (last === undefined) throw new Error('no pass');
  const value = (old: Value): Value => steps.reduce((now, step) => step(now), old);
  return { builder: last.builder, value };
}

/**
 * A Gelu that will be differentiated is written with erf, which forward and backward then share. With z = x/√2,
 * x·Φ(x) = z(1 + erf z)/√2, and both factors of √½ end in the Gemms around it.
 */
const openGelu: Pass = (graph) =>
  rewrite(graph, (node, [x], b) => {
    if (node.op !== 'Gelu' || x === null) return null;
    const { add, mul, op } = arithmetic(b);
    const z = mul(x, Math.SQRT1_2);
    return [mul(mul(z, add(op('Erf', z), 1)), Math.SQRT1_2)];
  });

/** For programs that only go forward. */
export const optimise = (graph: StaticGraph): Rewrite => inTurn(graph, [fuseGelu, fuseLinear, foldScales]);

/** For programs that will be differentiated. */
export const optimiseForGradient = (graph: StaticGraph): Rewrite =>
  inTurn(graph, [fuseGelu, openGelu, fuseLinear, foldScales]);
