/**
 * Which tokens a head's attention is among, and moving their rows there and back (specs: DynSAN reader, sections 3 and 13.2).
 * TopK's int64 places go nowhere but into GatherElements and ScatterElements, so that all of it stays on a GPU; rows are moved
 * by look-ups in both directions and in the gradient: no sums, no atomics, the same bits in every run.
 */
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { elementCount, tensorOf } from '../../../onnx/tensor.ts';
import { offsets } from './layers.ts';

export interface Selection {
  /** [sequences, heads, kept]: number of the token's row among those of [sequences, length, heads]. */
  readonly rows: Value;
  /** [sequences, heads, kept], 0 where padding fills the selection up. */
  readonly isToken: Value;
  /** [sequences, length, heads, n] → [sequences, heads, kept, n] of the selected tokens. */
  readonly take: (states: Value) => Value;
  /** The opposite way, 0 at tokens that are not selected. */
  readonly putBack: (selected: Value) => Value;
}

/**
 * The `kept` greatest of each head.
 * @param rank [sequences, heads, length]
 * @param mask [sequences, length]; padding comes last
 * @param kept fewer than the length
 */
export function select(b: Builder, rank: Value, mask: Value, kept: number): Selection {
  const { add, reshape, expand, transpose } = arithmetic(b);
  const [sequences, heads, length] = rank.dims;
  const chosen = [sequences, heads, kept];
  const [all, taken] = [elementCount(rank.dims), elementCount(chosen)];
  const isToken = expand(reshape(mask, [sequences, 1, length]), rank.dims);
  const ranked = add(rank, offsets(b, isToken));
  const [, places] = b.add('TopK', [ranked, b.ints([kept])], { axis: -1, largest: 1, sorted: 1 }, 2);
  const numbered = tensorOf(
    'float32',
    rank.dims,
    Float32Array.from({ length: all }, (_, index) => {
      const [sequence, head] = [Math.floor(index / (heads * length)), Math.floor(index / length) % heads];
      return (sequence * length + (index % length)) * heads + head;
    }),
  );
  const rows = b.op('GatherElements', [b.constant(numbered), places], { axis: 2 });
  const order = tensorOf(
    'float32',
    chosen,
    Float32Array.from({ length: taken }, (_, index) => index),
  );
  const nowhere = expand(b.number(taken), rank.dims);
  const slots = b.op('ScatterElements', [nowhere, places, b.constant(order)], { axis: 2 });
  const index = (numbers: Value): Value => b.op('Cast', [numbers], { to: 'int32' });
  const to = index(reshape(rows, [taken]));
  const from = index(reshape(transpose(slots, [0, 2, 1]), [all]));
  b.declareInverse(to, { places: from, leavesOut: true });
  b.declareInverse(from, { places: to, leavesOut: false });
  return {
    rows,
    isToken: b.op('GatherElements', [isToken, places], { axis: 2 }),
    take(states) {
      const width = states.dims[3];
      return reshape(b.op('Gather', [reshape(states, [all, width]), to], { axis: 0 }), [...chosen, width]);
    },
    putBack(selected) {
      const width = selected.dims[3];
      const nothing = expand(b.number(0), [1, width]);
      const source = b.op('Concat', [reshape(selected, [taken, width]), nothing], { axis: 0 });
      return reshape(b.op('Gather', [source, from], { axis: 0 }), [sequences, length, heads, width]);
    },
  };
}
