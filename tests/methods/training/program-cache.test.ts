import { expect, test, vi } from 'vitest';
import type { CompiledProgram } from '../../../src/methods/training/compiled-program.ts';
import { ProgramCache, type ReadyProgram } from '../../../src/methods/training/program-cache.ts';

function ready(release = vi.fn(() => Promise.resolve())): ReadyProgram {
  const never = (): Promise<never> => Promise.reject(new Error('not asked here'));
  const compiled: CompiledProgram = {
    spec: { name: 'made', model: new Uint8Array(), inputs: [], weights: [], state: [], outputs: [] },
    feeds: () => ({}),
    weights: new Map(),
    graph: { nodes: [], outputs: [], inputs: [], hostInputs: [], hostNodes: [], weights: new Map() },
  };
  const program = {
    spec: compiled.spec,
    compileMs: 0,
    setState: never,
    readState: never,
    run: never,
    release,
  };
  return { program, compiled, flops: 0 };
}

test('a program is made once, however often it is asked for', async () => {
  const programs = new ProgramCache();
  const make = vi.fn(() => Promise.resolve(ready()));
  const [first, second] = await Promise.all([programs.get('a', make), programs.get('a', make)]);
  expect(second).toBe(first);
  expect(make).toHaveBeenCalledTimes(1);
});

test('what could not be made is tried again the next time', async () => {
  const programs = new ProgramCache();
  await expect(programs.get('a', () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
  await expect(programs.get('a', () => Promise.resolve(ready()))).resolves.toBeDefined();
});

test('all that there is is released, though another one fails to be made', async () => {
  const programs = new ProgramCache();
  const release = vi.fn(() => Promise.resolve());
  await programs.get('a', () => Promise.resolve(ready(release)));
  const failing = programs.get('b', () => Promise.reject(new Error('no memory')));
  await programs.release();
  await expect(failing).rejects.toThrow('no memory');
  expect(release).toHaveBeenCalledTimes(1);
  expect(programs.size).toBe(0);
});

test('those that are over are released, the others stay', async () => {
  const programs = new ProgramCache();
  const [over, kept] = [vi.fn(() => Promise.resolve()), vi.fn(() => Promise.resolve())];
  await programs.get('stage 1', () => Promise.resolve(ready(over)));
  await programs.get('stage 2', () => Promise.resolve(ready(kept)));
  await programs.release((key) => key === 'stage 1');
  expect([over, kept].map((release) => release.mock.calls.length)).toEqual([1, 0]);
  expect(programs.size).toBe(1);
});
