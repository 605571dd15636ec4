/** Damages ONNX files by their messages: numbers, names and lists change, the protobuf stays well-formed. */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { ModelProtoSchema } from 'onnx-buf';
import { HOSTILE_INTEGERS, HOSTILE_NUMBERS, HOSTILE_TEXTS } from './hostile-values.ts';
import { damageTree, treeSteps, type TreeRules, type TreeStep } from './tree-mutation.ts';

/** Exchanges of one operator for another reach far more rules than names that no table has. */
const OPERATORS = ['MatMul', 'Reshape', 'Expand', 'Gather', 'Slice', 'Concat', 'ConstantOfShape', 'Range'];
const TEXTS = [...HOSTILE_TEXTS, ...OPERATORS, 'Loop', 'If', 'Pad', 'Tile', 'TopK', 'Transpose', 'input_ids'];

function replacement(current: unknown, { at, other }: TreeStep): unknown {
  switch (typeof current) {
    case 'bigint':
      return HOSTILE_INTEGERS[other % HOSTILE_INTEGERS.length];
    case 'number':
      // Enumerations and int32 fields take nothing else.
      return Math.trunc(HOSTILE_NUMBERS[other % HOSTILE_NUMBERS.length]) | 0;
    case 'string':
      return TEXTS[other % TEXTS.length];
    default:
      return current instanceof Uint8Array ? current.subarray(0, at % (current.byteLength + 1)) : undefined;
  }
}

/** Enumerations and int32 fields can't be told from floats by their values, but a value that fits both fits either. */
const isInt32 = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;

const RULES: TreeRules = {
  replacement,
  alike: (a, b) =>
    typeof a === typeof b && a instanceof Uint8Array === b instanceof Uint8Array && isInt32(a) === isInt32(b),
  open: false,
};

export function damagedOnnx(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc.tuple(fc.nat(seeds.length - 1), treeSteps).map(([seed, steps]) => {
    const model = fromBinary(ModelProtoSchema, seeds[seed]);
    damageTree(model, steps, RULES);
    return toBinary(ModelProtoSchema, model);
  });
}
