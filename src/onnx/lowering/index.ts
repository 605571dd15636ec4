/** All lowerings; what is not listed and stands in the operator table passes through as it is. */
import { OPERATORS } from '../operators/index.ts';
import type { AttributeValue } from '../static-graph.ts';
import { ARITHMETIC_LOWERINGS } from './arithmetic.ts';
import { ATTENTION_LOWERINGS } from './attention.ts';
import { GROUPED_ATTENTION_LOWERINGS } from './grouped-attention.ts';
import type { Lowering, LoweringTable } from './lowering.ts';
import { NORMALISATION_LOWERINGS } from './normalisation.ts';
import { PRODUCT_LOWERINGS } from './products.ts';
import { ROTARY_LOWERINGS } from './rotary.ts';
import { SHAPE_LOWERINGS } from './shapes.ts';

const LOWERINGS: LoweringTable = {
  ...SHAPE_LOWERINGS,
  ...ARITHMETIC_LOWERINGS,
  ...NORMALISATION_LOWERINGS,
  ...ATTENTION_LOWERINGS,
  ...ROTARY_LOWERINGS,
  ...GROUPED_ATTENTION_LOWERINGS,
  ...PRODUCT_LOWERINGS,
};

const passThrough: Lowering = (b, at) => {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, attribute] of at.node.attributes) {
    if (
      attribute.kind === 'int' ||
      attribute.kind === 'float' ||
      attribute.kind === 'string' ||
      attribute.kind === 'ints'
    ) {
      attributes[name] = attribute.value;
    }
  }
  return b.add(at.node.op, at.inputs, attributes, at.node.outputs.length);
};

/** The rewriting of an operator, or undefined when the lab does not know it. */
export function loweringOf(domain: string, op: string): Lowering | undefined {
  const own = LOWERINGS[domain === '' ? op : `${domain}:${op}`];
  if (own !== undefined) return own;
  return domain === '' && op in OPERATORS ? passThrough : undefined;
}
