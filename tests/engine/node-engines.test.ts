import { expect, test } from 'vitest';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { describeEngine } from './engine-contract.ts';

describeEngine('onnxruntime-node on CPU', () => createNodeEngine('cpu'));
describeEngine('onnxruntime-web on wasm in Node', () => createNodeEngine('wasm'));

// scripts/test.mjs lends this ring the emulated GPU of an installed Chromium.
const failure = await createNodeEngine('webgpu').then(
  (engine) => engine.release(),
  (thrown: unknown) => thrown,
);

if (failure === undefined) {
  describeEngine('onnxruntime-node on WebGPU', () => createNodeEngine('webgpu'));
} else {
  test('WebGPU in Node says why it is not there', () => {
    expect(failure).toMatchObject({ code: 'engine-unavailable', where: '--engine' });
  });
}
