import { expect, test } from 'vitest';
import { Builder } from '../../src/onnx/builder.ts';
import { arithmetic } from '../../src/onnx/lowering/lowering.ts';
import { graphBytes } from '../../src/onnx/peak-bytes.ts';

/** Bytes of 100 numbers. */
const EACH = 400;

test('a value lives until it is read for the last time', () => {
  const b = new Builder();
  const { op, add } = arithmetic(b);
  const x = b.input('x', 'float32', [100]);
  const [first, second] = [op('Exp', x), op('Tanh', x)];
  // x, first, second and their sum; then second is over and third comes.
  const sum = add(first, second);
  const third = add(op('Neg', sum), first);
  expect(graphBytes(b.build([third]))).toEqual({ peak: 4 * EACH, largest: EACH });
});

test('another shape of the same numbers takes no room', () => {
  const b = new Builder();
  const { op, reshape } = arithmetic(b);
  const x = b.input('x', 'float32', [100]);
  const once = op('Exp', x);
  const plain = graphBytes(b.build([op('Neg', once)]));
  expect(graphBytes(b.build([op('Neg', reshape(once, [10, 10]))]))).toEqual(plain);
});
