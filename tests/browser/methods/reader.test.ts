/**
 * The reader on WebGPU against its reference: selection, moving rows there and back, and their gradient. Programs are compiled
 * with `disable_cpu_ep_fallback` (the engine's default), so a node without a GPU kernel fails here.
 */
import { expect, test } from 'vitest';
import { readSafetensors } from '../../../src/data/safetensors.ts';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import { checkReader } from '../../../src/methods/reader/check-reader.ts';
import { readerReference } from '../../../src/methods/reader/reader-reference.ts';
import tensors from '../../fixtures/reader/span/reader.safetensors?url';
import facts from '../../fixtures/reader/span/reader.json';

test('a reader that selects gives the numbers of the reference on WebGPU', async () => {
  const bytes = new Uint8Array(await (await fetch(tensors)).arrayBuffer());
  const reference = readerReference(facts, readSafetensors(bytes, 'reader.safetensors'), 'reader.json');
  const engine = await createBrowserEngine('webgpu');
  const lines = await checkReader({ ...reference, modes: ['gate'] }, engine);
  await engine.release();
  expect(lines.filter((line) => !line.passed)).toEqual([]);
});
