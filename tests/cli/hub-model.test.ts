import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensureModel } from '../../src/cli/hub-model.ts';
import { modelFolder, openModel } from '../../src/cli/open-model.ts';
import { openFaultyHub, type FaultyHub } from '../workers/hub/faulty-hub.ts';

const shipped = modelFolder('lab-tiny');
const NAMES = ['model.onnx', 'model.onnx_data', 'config.json', 'tokenizer.json'];
const FILES = new Map(NAMES.map((name) => [name, Uint8Array.from(readFileSync(join(shipped, name)))]));

let hub: FaultyHub;
let cache: string;
beforeEach(async () => {
  hub = await openFaultyHub('org/tiny', FILES);
  cache = mkdtempSync(join(tmpdir(), 'prompt-lab-'));
  vi.stubEnv('PROMPT_LAB_HUB', hub.base);
  vi.stubEnv('PROMPT_LAB_CACHE', cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
  await hub.close();
});

test('a hub id is fetched once and opened from the cache after', async () => {
  await ensureModel('org/tiny');
  expect(openModel('org/tiny').plm.width).toBe(128);
  const { length } = hub.asked;
  await ensureModel('org/tiny');
  expect(hub.asked).toHaveLength(length);
});

test('what was fetched before it failed is not fetched again', async () => {
  hub.faults.push({ path: 'model.onnx_data', times: 1, kind: 'refuse' });
  await expect(ensureModel('org/tiny')).rejects.toMatchObject({ code: 'model-missing' });
  expect(() => modelFolder('org/tiny')).toThrow(/no PLM/);
  hub.asked.length = 0;
  await ensureModel('org/tiny');
  expect(hub.asked.map(({ path }) => path)).toEqual(['model.onnx_data', 'model.onnx']);
});

test('a damaged file is thrown away and named', async () => {
  hub.faults.push({ path: 'model.onnx_data', times: 1, kind: 'corrupt' });
  await expect(ensureModel('org/tiny')).rejects.toMatchObject({ code: 'download', where: 'model.onnx_data' });
  expect(readdirSync(join(cache, 'org--tiny'))).not.toContain('model.onnx_data');
  await ensureModel('org/tiny');
  expect(openModel('org/tiny').plm.width).toBe(128);
});

test('names of shipped models and folders ask nobody', async () => {
  await ensureModel('lab-tiny');
  await ensureModel(shipped);
  expect(hub.asked).toEqual([]);
});

test('a model that the hub lacks is named', async () => {
  await expect(ensureModel('org/other')).rejects.toMatchObject({ code: 'model-missing', where: 'org/other' });
});
