import { expect, test } from 'vitest';
import { engineError } from '../../src/engine/engine-errors.ts';
import { LabError } from '../../src/errors/lab-error.ts';

test.each([
  [new Error('failed to call OrtRun(). ERROR_CODE: 6, std::bad_alloc'), 'out-of-memory'],
  [new RangeError('Array buffer allocation failed'), 'out-of-memory'],
  [new WebAssembly.RuntimeError('memory access out of bounds'), 'out-of-memory'],
  // The wasm build throws the address of a C++ exception when it has no room to make a message.
  [7_340_032, 'out-of-memory'],
  [new Error('A valid external Instance reference no longer exists. Device was lost.'), 'device-lost'],
  [new Error('no room in the zoom'), 'engine-failed'],
  ['text', 'engine-failed'],
])('%s is told as %s', (thrown, code) => {
  const error = engineError(thrown, 'Running', 'train 16×84');
  expect(error).toMatchObject({ code, where: 'train 16×84' });
  expect(error.message).toContain('train 16×84');
  expect(error.remedy).not.toBe('');
});

test('an error that is told already stays as it is', () => {
  const told = new LabError({ code: 'task', message: 'no rows', remedy: 'Add rows.' });
  expect(engineError(told, 'Running', 'train')).toBe(told);
});
