/**
 * Words to states (spec 2): word vector, spelling and two bits, twice a highway, a map to the reader's width, and where in its
 * text a token stands. The tokens of question and passages go through it as one.
 */
import type { ReaderModel } from '../../../experiment/reader/reader-model.ts';
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { elementCount, tensorOf, type Dims } from '../../../onnx/tensor.ts';
import { linear } from './layers.ts';
import type { Weights } from './weights.ts';

/** Texts as they are fed; all of one length, tokens on the last axis of `mask`. */
export interface InputTexts {
  /** [..., length, word width]. */
  readonly vectors: Value;
  /** [..., length, longest]: character numbers, 0 past a word's end; null for a reader that doesn't spell. */
  readonly spelling: Value | null;
  /** [..., length, 2]. */
  readonly flags: Value;
  /** [..., length], 1 for tokens and 0 for padding. */
  readonly mask: Value;
}

/** Vaswani et al. 2017, sine and cosine in turn: [length, width]. */
function positions(b: Builder, length: number, width: number, scale: number): Value {
  const values = Float32Array.from({ length: length * width }, (_, index) => {
    const [at, column] = [Math.floor(index / width), index % width];
    const angle = at / 10000 ** ((column - (column % 2)) / width);
    return scale * (column % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
  });
  return b.constant(tensorOf('float32', [length, width], values));
}

/** [tokens, longest] characters → [tokens, filters]: windows over a word's characters, the greatest value of each filter. */
function spelled(b: Builder, weights: Weights, spelling: Value, window: number): Value {
  const { mul, op, reshape, expand, slice, reduce } = arithmetic(b);
  const [tokens, longest] = spelling.dims;
  const table = weights('characters.table');
  const width = table.dims[1];
  const isThere = b.op('Cast', [b.op('Greater', [spelling, b.number(0, 'int32')])], { to: 'float32' });
  const there = reshape(isThere, [tokens, longest, 1]);
  const letters = mul(b.op('Gather', [table, spelling], { axis: 0 }), there);
  const around = Math.floor(window / 2);
  const nothing = expand(b.number(0), [tokens, around, width]);
  const padded = b.op('Concat', [nothing, letters, nothing], { axis: 1 });
  const windows = b.op(
    'Concat',
    Array.from({ length: window }, (_, tap) => slice(padded, 1, tap, tap + longest)),
    { axis: 2 },
  );
  const found = mul(op('Relu', linear(b, weights, 'characters', windows)), there);
  return reduce('ReduceMax', found, 1, 0);
}

function highway(b: Builder, weights: Weights, name: string, x: Value): Value {
  const { mul, add, sub, op } = arithmetic(b);
  const carry = op('Sigmoid', linear(b, weights, `${name}.carry`, x));
  const transformed = op('Relu', linear(b, weights, `${name}.transform`, x));
  return add(x, mul(carry, sub(transformed, x)));
}

/** States of each text, [..., length, width], 0 at padding. */
export function inputLayer(
  b: Builder,
  model: ReaderModel,
  weights: Weights,
  texts: readonly InputTexts[],
): readonly Value[] {
  const { mul, add, reshape, slice } = arithmetic(b);
  const rows = (x: Value, rank: number): Value => {
    const lead: Dims = x.dims.slice(0, x.dims.length - rank);
    return reshape(x, [elementCount(lead), ...x.dims.slice(x.dims.length - rank)]);
  };
  const joined = (parts: readonly Value[]): Value =>
    b.op(
      'Concat',
      parts.map((part) => rows(part, 1)),
      { axis: 0 },
    );
  const parts = [joined(texts.map(({ vectors }) => vectors))];
  if (model.characters !== null)
    parts.push(
      spelled(
        b,
        weights,
        joined(texts.flatMap(({ spelling }) => (spelling === null ? [] : [spelling]))),
        model.characters.window,
      ),
    );
  parts.push(joined(texts.map(({ flags }) => flags)));
  let x = b.op('Concat', parts, { axis: 1 });
  for (const at of [0, 1]) x = highway(b, weights, `highway.${String(at)}`, x);
  const projected = linear(b, weights, 'project', x);
  let start = 0;
  return texts.map(({ mask }) => {
    const tokens = elementCount(mask.dims);
    const own = slice(projected, 0, start, (start += tokens));
    const length = mask.dims[mask.dims.length - 1];
    const placed = add(
      reshape(own, [...mask.dims, model.width]),
      positions(b, length, model.width, model.positionScale),
    );
    return mul(placed, reshape(mask, [...mask.dims, 1]));
  });
}
