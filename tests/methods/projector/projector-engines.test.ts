/** Projectors train alike on every engine that Node has; the CPU's losses are the reference. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import type { EncodedTask } from '../../../src/methods/prompt/encoded-task.ts';
import { encodedTask, KINDS, runOptions, trained } from './projector-setup.ts';

// scripts/test.mjs lends this ring the emulated GPU of an installed Chromium.
const gpu = await createNodeEngine('webgpu').then(
  (engine) => engine,
  () => null,
);

let cpu: Engine;
let wasm: Engine;
let tasks: Map<string, EncodedTask>;

beforeAll(async () => {
  [cpu, wasm] = [await createNodeEngine('cpu'), await createNodeEngine('wasm')];
  tasks = new Map([['sst2', await encodedTask('sst2', 2)]]);
});

afterAll(async () => {
  for (const engine of [cpu, wasm, gpu]) await engine?.release();
});

async function expectAlike(engine: Engine, settings: Parameters<typeof runOptions>[2]): Promise<void> {
  const losses = async (on: Engine): Promise<readonly number[]> =>
    (await trained(runOptions(on, tasks, settings, { batch: 2 }))).losses;
  const [found, reference] = [await losses(engine), await losses(cpu)];
  expect(found).toHaveLength(reference.length);
  for (const [at, loss] of found.entries()) expect(loss).toBeCloseTo(reference[at], 4);
}

describe.each(KINDS)('%s', (projector) => {
  test('on wasm, through the PLM', () => expectAlike(wasm, { projector, objective: 'both', steps: 3 }));

  // More steps than the device remembers between two readings. The PLM would take minutes on an emulated GPU.
  test.runIf(gpu !== null)('on WebGPU, towards the target’s prompt', () =>
    expectAlike(gpu ?? cpu, { projector, objective: 'distance', steps: 12 }),
  );
});
