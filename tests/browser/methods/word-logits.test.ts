/** The mask's word logits on the engines of a browser: what the CPU of the command line gives. */
import { expect, test } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import { createTokenizer } from '../../../src/text/tokenizer.ts';
import { agreedLogits, type AgreedLogits } from '../../methods/verbalizer/agreed-logits.ts';
import { farthest } from '../../methods/verbalizer/mask-readings.ts';
import agreed from '../../fixtures/words/lab-tiny-logits.json';
import { openTiny } from './lab-tiny.ts';

async function fetchJson(file: string): Promise<unknown> {
  const response = await fetch(`/models/lab-tiny/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.statusText}`);
  return response.json();
}

const expected: AgreedLogits = agreed;

test.each(['wasm', 'webgpu'] as const)('on %s', async (choice) => {
  const plm = await openTiny();
  const tokenizer = createTokenizer(
    await fetchJson('tokenizer.json'),
    await fetchJson('tokenizer_config.json'),
  );
  const engine = await createBrowserEngine(choice);
  const { logits, mean } = await agreedLogits(plm, tokenizer, engine);
  await engine.release();
  expect(farthest(logits, expected.logits)).toBeLessThan(1e-4);
  expect(farthest(mean, expected.mean)).toBeLessThan(1e-4);
});
