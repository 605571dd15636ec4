/** Computes nodes in JavaScript with the table's reference rules: the host part, constants, and gradient checks. */
import type { OperatorTable } from './operators/operator.ts';
import type { StaticNode, Value } from './static-graph.ts';
import { entryOf } from './table.ts';
import type { Allocate, Tensor } from './tensor.ts';

/** Runs `nodes` in order, reading and writing `values`. @throws Error naming the node whose input is missing */
export function evaluateNodes(
  nodes: readonly StaticNode[],
  values: Map<Value, Tensor>,
  operators: OperatorTable,
  allocate: Allocate,
): void {
  for (const node of nodes) {
    const inputs = node.inputs.map((input) => {
      if (input === null) return null;
      const tensor = values.get(input) ?? input.constant;
      if (tensor === undefined)
        throw new Error(`${node.op} ${node.source} reads ${input.name}, which has no value`);
      return tensor;
    });
    const operator = entryOf(operators, node.op);
    if (operator === undefined) throw new Error(`nobody computes ${node.op} ${node.source}`);
    const results = operator.evaluate(inputs, node.attributes, node.outputs, allocate);
    node.outputs.forEach((output, index) => values.set(output, results[index]));
  }
}
