/**
 * Where the head's last map begins. What it reads at the mask is a few hundred numbers, from which the logits of any words
 * follow later, one product for all of them (specs: KPT, section 0.3).
 */
import { OPERATORS } from '../onnx/operators/index.ts';
import { entryOf } from '../onnx/table.ts';
import type { StaticNode, Value } from '../onnx/static-graph.ts';
import { isFrozen, linearMap } from './linear-map.ts';

export interface HeadSplit {
  /** What the last product with a frozen matrix reads, over all tokens; the logits themselves where there is none. */
  readonly states: Value;
  /** Whether logits follow from states by products and sums alone: then the mean of logits is that of the mean state. */
  readonly affine: boolean;
}

/** Of elementwise operators those that keep means, where the other operand is frozen. */
const AFFINE: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Cast', 'Identity']);
/** No Transpose: behind one tokens may stand before rows, and what one row reads could not be chosen. */
const MOVED: ReadonlySet<string> = new Set(['Reshape', 'Slice', 'Cast', 'Identity']);

/** @param made the node that makes each value @param logits [..., vocabulary] */
export function splitHead(made: ReadonlyMap<Value, StaticNode>, logits: Value): HeadSplit {
  let affine = true;
  for (let at: Value | null = logits; at !== null;) {
    const node: StaticNode | undefined = made.get(at);
    const map = linearMap(node, made);
    if (map !== null) return { states: map.input, affine };
    if (node === undefined) break;
    affine &&= keepsMeans(node, made);
    at = operandOf(node, made);
  }
  return { states: logits, affine: true };
}

/** The one input that isn't frozen, of what maps each logit by itself or moves logits about. */
function operandOf(node: StaticNode, made: ReadonlyMap<Value, StaticNode>): Value | null {
  if (MOVED.has(node.op)) return node.inputs[0];
  if (entryOf(OPERATORS, node.op)?.elementwise !== true) return null;
  const [operand, ...others] = node.inputs.filter(
    (input): input is Value => input !== null && !isFrozen(input, made),
  );
  return operand !== undefined && others.every((other) => other === operand) ? operand : null;
}

function keepsMeans(node: StaticNode, made: ReadonlyMap<Value, StaticNode>): boolean {
  if (MOVED.has(node.op)) return true;
  const moving = node.inputs.flatMap((input, index) =>
    input === null || isFrozen(input, made) ? [] : [index],
  );
  // A constant divided by a logit, or a logit times itself, is not affine.
  return AFFINE.has(node.op) && moving.length === 1 && (node.op !== 'Div' || moving[0] === 0);
}
