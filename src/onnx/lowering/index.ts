/** All lowerings; what is not listed and stands in the operator table passes through as it is. */
import { OPERATORS } from '../operators/index.ts';
import type { Operator, OperatorTable } from '../operators/operator.ts';
import { entryOf } from '../table.ts';
import { ARITHMETIC_LOWERINGS } from './arithmetic.ts';
import { ATTENTION_LOWERINGS } from './attention.ts';
import { GROUPED_ATTENTION_LOWERINGS } from './grouped-attention.ts';
import { attributeOf, type Lowering, type LoweringTable } from './lowering.ts';
import { NORMALISATION_LOWERINGS } from './normalisation.ts';
import { PRODUCT_LOWERINGS } from './products.ts';
import { ROTARY_LOWERINGS } from './rotary.ts';
import { SHAPE_LOWERINGS } from './shapes.ts';

export const LOWERINGS: LoweringTable = {
  ...SHAPE_LOWERINGS,
  ...ARITHMETIC_LOWERINGS,
  ...NORMALISATION_LOWERINGS,
  ...ATTENTION_LOWERINGS,
  ...ROTARY_LOWERINGS,
  ...GROUPED_ATTENTION_LOWERINGS,
  ...PRODUCT_LOWERINGS,
};

/** What a file may be made of. */
export interface Vocabulary {
  readonly operators: OperatorTable;
  readonly lowerings: LoweringTable;
}

export const VOCABULARY: Vocabulary = { operators: OPERATORS, lowerings: LOWERINGS };

/** An operator of the table as it stands: its attributes are those that its entry names. */
const passThrough =
  ({ attributes = {} }: Operator): Lowering =>
  (b, at) => {
    const given = Object.entries(attributes).flatMap(([name, { kind, allowed }]) => {
      if (kind === 'element type') return [];
      const value = attributeOf(at, name, kind)?.value;
      if (value === undefined) return [];
      if (allowed?.includes(value) === false) throw new Error(`its attribute “${name}” of ${String(value)}`);
      return [[name, value] as const];
    });
    return b.add(at.op, at.inputs(), Object.fromEntries(given), at.outputs);
  };

/** The rewriting of an operator, or undefined when the lab does not know it. */
export function loweringOf(
  domain: string,
  op: string,
  { operators, lowerings }: Vocabulary,
): Lowering | undefined {
  const own = entryOf(lowerings, domain === '' ? op : `${domain}:${op}`);
  if (own !== undefined) return own;
  const known = domain === '' ? entryOf(operators, op) : undefined;
  return known === undefined ? undefined : passThrough(known);
}
