/** What the browser's engines are held to is what the CPU gives, and it changes with the text. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { model } from '../train-setup.ts';
import { agreedLogits, type AgreedLogits } from './agreed-logits.ts';
import { farthest } from './mask-readings.ts';

const agreed = JSON.parse(
  readFileSync(new URL('../../fixtures/words/lab-tiny-logits.json', import.meta.url), 'utf8'),
) as AgreedLogits;

test.each(['cpu', 'wasm'] as const)('the mask of fixed texts on %s', async (choice) => {
  const engine = await createNodeEngine(choice);
  const found = await agreedLogits(model.plm, model.tokenizer, engine);
  await engine.release();
  expect(farthest(found.logits, agreed.logits)).toBeLessThan(1e-4);
  expect(farthest(found.mean, agreed.mean)).toBeLessThan(1e-4);
  expect(found.logits).toHaveLength(18);
  expect(farthest(found.logits.slice(0, 6), found.logits.slice(6, 12))).toBeGreaterThan(0.5);
});
