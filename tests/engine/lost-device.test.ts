/** A device that goes in the middle of something, in each of the ways in which it can be noticed. */
import { expect, test } from 'vitest';
import type { Program } from '../../src/engine/engine-types.ts';
import { number, scriptedEngine, scriptedProgram, type Script } from './scripted-gpu.ts';

const abort = (): Promise<never> =>
  Promise.reject(new DOMException('A valid external Instance reference no longer exists.', 'AbortError'));

async function startedProgram(): Promise<{ program: Program; script: Script }> {
  const { engine, script } = scriptedEngine();
  const program = await engine.compile(scriptedProgram());
  await program.setState({ w: number(0) });
  await program.run({ x: number(0) }, []);
  return { program, script };
}

const uses: readonly (readonly [string, (program: Program) => Promise<unknown>])[] = [
  ['a run that is read', (program) => program.run({ x: number(0) }, ['y'])],
  ['a reading of the state', (program) => program.readState(['w'])],
];

test.each(uses)('%s is as it should be on a device that works', async (_what, use) => {
  const { program } = await startedProgram();
  expect(await use(program)).toMatchObject(_what.includes('state') ? { w: number(1) } : { y: number(7) });
});

test.each(uses)('%s whose mapping fails before the device says that it is lost', async (_what, use) => {
  const { program, script } = await startedProgram();
  script.mapAsync = () => {
    setTimeout(() => script.lose('the GPU process ended'), 50);
    return abort();
  };
  await expect(use(program)).rejects.toMatchObject({
    code: 'device-lost',
    message: expect.stringContaining('the GPU process ended') as string,
  });
});

test('a run that fails before the device says that it is lost', async () => {
  const { program, script } = await startedProgram();
  script.run = () => {
    setTimeout(() => script.lose('hung'), 50);
    return Promise.reject(new Error('OperationError: the operation failed'));
  };
  await expect(program.run({ x: number(0) }, ['y'])).rejects.toMatchObject({ code: 'device-lost' });
});

test('weights whose room is asked of a device that is lost', async () => {
  const { engine, script } = scriptedEngine();
  script.popErrorScope = () => {
    setTimeout(() => script.lose('hung'), 50);
    return abort();
  };
  await expect(engine.loadWeights(new Map([['w', number(1)]]))).rejects.toMatchObject({
    code: 'device-lost',
  });
});

test.each(uses)('%s that fails on a device that stays is a failed engine, soon', async (_what, use) => {
  const { program, script } = await startedProgram();
  script.mapAsync = () => Promise.reject(new Error('something else'));
  const started = performance.now();
  await expect(use(program)).rejects.toMatchObject({ code: 'engine-failed' });
  expect(performance.now() - started).toBeLessThan(2000);
});

test.each(uses)('%s does not pass when zeros come back', async (_what, use) => {
  const { program, script } = await startedProgram();
  script.zeros = true;
  await expect(use(program)).rejects.toMatchObject({ code: 'device-lost' });
});

test('a run that leaves the outputs of the one before does not pass', async () => {
  const { program, script } = await startedProgram();
  await program.run({ x: number(0) }, ['y']);
  script.idle = true;
  await expect(program.run({ x: number(0) }, ['y'])).rejects.toMatchObject({ code: 'device-lost' });
});

test('the state of a run that was never read does not pass either', async () => {
  const { program, script } = await startedProgram();
  script.idle = true;
  await program.run({ x: number(0) }, []);
  await expect(program.readState(['w'])).rejects.toMatchObject({ code: 'device-lost' });
});

test('what the device reports on the side explains zeros', async () => {
  const { program, script } = await startedProgram();
  class GPUOutOfMemoryError extends Error {}
  script.zeros = true;
  script.mapAsync = () => {
    script.report(new GPUOutOfMemoryError('no room for a buffer'));
    return Promise.resolve();
  };
  await expect(program.run({ x: number(0) }, ['y'])).rejects.toMatchObject({ code: 'out-of-memory' });
});
