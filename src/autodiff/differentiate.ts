/**
 * Reverse mode over a static graph. It walks back only from the loss to what is trained: frozen weights get no
 * gradient, and nothing behind the first trained tensor is visited.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Builder } from '../onnx/builder.ts';
import { arithmetic } from '../onnx/lowering/lowering.ts';
import type { StaticNode, Value } from '../onnx/static-graph.ts';
import { entryOf } from '../onnx/table.ts';
import { sameDims } from '../onnx/tensor.ts';
import type { Cotangent, GradientTable } from './rule.ts';
import { CONTRACTION_GRADIENTS } from './rules/contraction.ts';
import { ELEMENTWISE_GRADIENTS } from './rules/elementwise.ts';
import { MOVEMENT_GRADIENTS } from './rules/movement.ts';
import { REDUCTION_GRADIENTS } from './rules/reduction.ts';

/** One rule an operator; the operators of the table that are missing here never lie between a loss and a soft prompt. */
export const GRADIENTS: GradientTable = {
  ...ELEMENTWISE_GRADIENTS,
  ...CONTRACTION_GRADIENTS,
  ...REDUCTION_GRADIENTS,
  ...MOVEMENT_GRADIENTS,
};

/**
 * Adds the gradient of a scalar `loss` with respect to each of `trained` to the builder's graph.
 * @param nodes the device nodes on which loss depends, in order
 * @param part names the part of the architecture a node belongs to, for messages
 * @returns gradients in the shapes of `trained`
 * @throws LabError `operator-without-rule` naming the node, the operator and the part
 */
export function differentiate(
  b: Builder,
  nodes: readonly StaticNode[],
  loss: Value,
  trained: readonly Value[],
  part: (node: StaticNode) => string = () => 'the model',
  rules: GradientTable = GRADIENTS,
): Value[] {
  const active = new Set<Value>(trained);
  for (const node of nodes) {
    if (node.inputs.some((input) => input !== null && active.has(input)))
      for (const output of node.outputs) active.add(output);
  }
  const pending = new Map<Value, Cotangent[]>([[loss, [arithmetic(b).expand(b.number(1), loss.dims)]]]);
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (!node.outputs.some((output) => pending.has(output) && active.has(output))) continue;
    b.source = `gradient of ${node.source || node.op}`;
    const cotangents = node.outputs.map((output) => gathered(b, output, pending.get(output)));
    const rule = entryOf(rules, node.op);
    if (rule === undefined) throw withoutRule(node, part(node));
    const needs = node.inputs.map((input) => input !== null && active.has(input) && input.type === 'float32');
    rule({ b, node, cotangents, needs }).forEach((cotangent, index) => {
      const input = node.inputs[index];
      if (cotangent === null || input === null || input === undefined || !needs[index]) return;
      pending.set(input, [...(pending.get(input) ?? []), cotangent]);
    });
  }
  b.source = '';
  return trained.map(
    (value) => gathered(b, value, pending.get(value)) ?? arithmetic(b).expand(b.number(0), value.dims),
  );
}

function withoutRule(node: StaticNode, part: string): LabError {
  return new LabError({
    code: 'operator-without-rule',
    message: `Node ${node.source || '(unnamed)'} in ${part} uses ${node.op}, through which the lab can’t differentiate.`,
    remedy:
      'Export the model without this operator on the way from the embeddings to the logits, or report it with the model’s name.',
    where: node.source,
  });
}

/** All contributions to one cotangent, added up. Parts that tile an axis are joined instead of padded and added. */
function gathered(b: Builder, value: Value, contributions: readonly Cotangent[] | undefined): Value | null {
  if (contributions === undefined) return null;
  const { add, expand } = arithmetic(b);
  const isPart = (c: Cotangent): c is Exclude<Cotangent, Value> => 'part' in c;
  const whole = contributions.filter((c): c is Value => !isPart(c));
  const parts = contributions.filter(isPart);
  for (const axis of new Set(parts.map((c) => c.axis)))
    whole.push(
      ...joined(
        b,
        value,
        parts.filter((c) => c.axis === axis),
        axis,
      ),
    );
  const sum = whole.reduce((total, c) => add(total, c));
  return sameDims(sum.dims, value.dims) ? sum : expand(sum, value.dims);
}

function joined(
  b: Builder,
  value: Value,
  parts: readonly Exclude<Cotangent, Value>[],
  axis: number,
): Value[] {
  const rows: Exclude<Cotangent, Value>[][] = [];
  // Each row holds parts that do not overlap; overlapping ones start a new row.
  for (const part of [...parts].sort((x, y) => x.start - y.start)) {
    const row = rows.find((candidate) => candidate[candidate.length - 1].end <= part.start);
    if (row === undefined) rows.push([part]);
    else row.push(part);
  }
  return rows.map((row) => {
    const pieces: Value[] = [];
    let end = 0;
    const gap = (to: number): void => {
      if (to > end)
        pieces.push(
          arithmetic(b).expand(
            b.number(0),
            value.dims.map((dim, at) => (at === axis ? to - end : dim)),
          ),
        );
    };
    for (const part of row) {
      gap(part.start);
      pieces.push(part.part);
      end = part.end;
    }
    gap(value.dims[axis]);
    return pieces.length === 1 ? pieces[0] : b.op('Concat', pieces, { axis });
  });
}
