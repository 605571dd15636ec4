/** x · ½ · (1 + erf(x / √2)), in whatever order its factors are multiplied, becomes one Gelu. */
import { consumers, producers, rewrite, type Rewrite } from '../rewrite.ts';
import type { StaticGraph, StaticNode, Value } from '../static-graph.ts';

function numberOf(value: Value | null): number | null {
  return value?.constant?.data.length === 1 ? value.constant.data[0] : null;
}

const near = (x: number | null, wanted: number): boolean => x !== null && Math.abs(x - wanted) < 1e-4;

export function fuseGelu(graph: StaticGraph): Rewrite {
  const made = producers(graph);
  const readers = consumers(graph);

  /** The x of x / √2. */
  const scaledInput = (value: Value | null): Value | null => {
    const node = value === null ? undefined : made.get(value);
    if (node === undefined) return null;
    const [a, b] = node.inputs;
    if (node.op === 'Div' && near(numberOf(b), Math.SQRT2)) return a;
    if (node.op !== 'Mul') return null;
    return near(numberOf(b), Math.SQRT1_2) ? a : near(numberOf(a), Math.SQRT1_2) ? b : null;
  };

  /** The x of 1 + erf(x / √2). */
  const gateInput = (value: Value | null): Value | null => {
    const add = value === null ? undefined : made.get(value);
    if (add?.op !== 'Add') return null;
    const [a, b] = add.inputs;
    const inner = near(numberOf(a), 1) ? b : near(numberOf(b), 1) ? a : null;
    const erf = inner === null ? undefined : made.get(inner);
    return erf?.op === 'Erf' ? scaledInput(erf.inputs[0]) : null;
  };

  /** Factors of a product, through Mul nodes that nothing else reads. */
  const factors = (value: Value | null, top: boolean): (Value | null)[] => {
    const node = value === null ? undefined : made.get(value);
    if (value === null || node?.op !== 'Mul' || (!top && readers.get(value)?.length !== 1)) return [value];
    return node.inputs.flatMap((input) => factors(input, false));
  };

  const geluInput = (node: StaticNode): Value | null => {
    if (node.op !== 'Mul') return null;
    const parts = factors(node.outputs[0], true);
    const gate = parts.find((part) => gateInput(part) !== null) ?? null;
    const x = gateInput(gate);
    if (parts.length !== 3 || x === null) return null;
    return parts.includes(x) && parts.some((part) => near(numberOf(part), 0.5)) ? x : null;
  };

  const inputs = new Map(graph.nodes.map((node) => [node, geluInput(node)]));
  return rewrite(graph, (node, _inputs, b, value) => {
    const x = inputs.get(node) ?? null;
    return x === null ? null : [b.op('Gelu', [value(x)])];
  });
}
