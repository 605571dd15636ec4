/**
 * The reference models on WebGPU. Every program is compiled with `disable_cpu_ep_fallback` (the engine's default), so a
 * node without a GPU kernel fails here.
 */
import { expect, test } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import { checkReference } from '../../../src/methods/prompt/check-reference.ts';
import { openReferenceModel, REFERENCE_MODELS } from '../../fixtures/reference-models.ts';

const files = import.meta.glob<string>('../../fixtures/onnx/*/*', { query: '?url', import: 'default' });

async function fetchFixture(model: string, file: string): Promise<Uint8Array> {
  const url = await files[`../../fixtures/onnx/${model}/${file}`]();
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** Other export forms of bert-mlm come to its operators; Node's ring has them, and shaders take long to compile in software. */
const OTHER_FORMS: readonly string[] = ['bert-mlm-opset12', 'bert-mlm-sdpa', 'bert-mlm-dynamo'];
const MODELS = REFERENCE_MODELS.filter((name) => !OTHER_FORMS.includes(name));

test.each(MODELS)('%s gives the numbers of PyTorch on WebGPU', async (name) => {
  const { plm, reference } = await openReferenceModel(name, fetchFixture);
  // An engine holds the weights of one model: names are unique within a file only.
  const engine = await createBrowserEngine('webgpu');
  const lines = await checkReference(plm, reference, engine);
  await engine.release();
  expect(lines.filter((line) => !line.passed)).toEqual([]);
});
