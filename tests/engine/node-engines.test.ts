import { expect, test } from 'vitest';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { describeEngine } from './engine-contract.ts';

describeEngine('onnxruntime-node on CPU', () => createNodeEngine('cpu'));
describeEngine('onnxruntime-web on wasm in Node', () => createNodeEngine('wasm'));

test('WebGPU in Node works or says why not', async () => {
  const outcome = await createNodeEngine('webgpu').then(
    ({ report }) => report.engine,
    (thrown: unknown) => thrown,
  );
  if (outcome !== 'webgpu') expect(outcome).toMatchObject({ code: 'engine-unavailable' });
});
