/** An engine outlives its programs by hundreds of runs, so nothing of a released one may stay. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Engine, ProgramSpec } from '../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { regressionProgram, weights } from './regression-program.ts';
import { scriptedEngine, scriptedProgram } from './scripted-gpu.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function modelOfReleased(engine: Engine, make: () => ProgramSpec): Promise<WeakRef<Uint8Array>> {
  const spec = make();
  const program = await engine.compile(spec);
  await program.release();
  return new WeakRef(spec.model);
}

/** How many of three released programs' models are still in memory. */
async function kept(engine: Engine, make: () => ProgramSpec): Promise<number> {
  const models: WeakRef<Uint8Array>[] = [];
  for (let run = 0; run < 3; run += 1) models.push(await modelOfReleased(engine, make));
  // A weak reference holds until the end of the task in which it was made.
  await new Promise((resolve) => setTimeout(resolve, 10));
  collectGarbage();
  return models.filter((model) => model.deref() !== undefined).length;
}

test.each(['cpu', 'wasm'] as const)('the %s engine keeps nothing of a released program', async (choice) => {
  const engine = await createNodeEngine(choice);
  await engine.loadWeights(weights);
  expect(await kept(engine, regressionProgram)).toBe(0);
  await engine.release();
});

test('the WebGPU engine keeps nothing of a released program but how it ran', async () => {
  const { engine, script } = scriptedEngine();
  expect(await kept(engine, () => ({ ...scriptedProgram(), capture: true }))).toBe(0);
  expect(script.sessions).toBe(0);
  expect(engine.buffers.live).toBe(0);
});

test('an engine whose program fails to be released lets go of all the rest', async () => {
  const { engine, script } = scriptedEngine();
  await engine.compile(scriptedProgram());
  await engine.compile(scriptedProgram());
  script.release = () => Promise.reject(new Error('the session is busy'));
  await expect(engine.release()).rejects.toThrow('the session is busy');
  expect(script.sessions).toBe(0);
  expect(engine.buffers.live).toBe(0);
});
