/** TopK's int64 places on a GPU: no kernel reads them but those that look up or write by them. */
import { expect, test } from 'vitest';
import { Builder } from '../../src/onnx/builder.ts';
import { emitProgram } from '../../src/onnx/emit.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import type { Value } from '../../src/onnx/static-graph.ts';

function opsOf(build: (b: Builder, places: Value, x: Value) => Value): readonly string[] {
  const b = new Builder();
  const x = b.input('x', 'float32', [2, 6]);
  const [, places] = b.add('TopK', [x, b.ints([3])], { axis: -1 }, 2);
  const output = build(b, places, x);
  const { model } = emitProgram(b.build([output]), { output });
  return readModel(model).graph.nodes.map(({ op }) => op);
}

test('places go into look-ups and scatters as they come', () => {
  expect(opsOf((b, places, x) => b.op('GatherElements', [x, places], { axis: 1 }))).not.toContain('Cast');
  const written = opsOf((b, places, x) =>
    b.op('ScatterElements', [x, places, b.op('GatherElements', [x, places], { axis: 1 })], { axis: 1 }),
  );
  expect(written).not.toContain('Cast');
});

test('arithmetic on places reads them as int32', () => {
  const added = opsOf((b, places) => b.op('Add', [places, b.number(1, 'int64')]));
  expect(added.filter((op) => op === 'Cast')).toHaveLength(1);
});
