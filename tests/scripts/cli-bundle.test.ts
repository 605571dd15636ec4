import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliBundle } from '../../scripts/cli-bundle.mjs';

const project = mkdtempSync(join(tmpdir(), 'lab-bundle-'));
const source = (name: string): string => join(project, 'src', name);

beforeAll(() => {
  mkdirSync(source('cli'), { recursive: true });
  writeFileSync(join(project, 'package-lock.json'), '{}');
  writeFileSync(source('cli/main.ts'), "export { answer } from '../answer.ts';");
  writeFileSync(source('answer.ts'), 'export const answer: number = 1;');
});
afterAll(() => {
  rmSync(project, { recursive: true });
});

/** The answer of the bundle as it is now; Node keeps what it imported by its address. */
async function answer(): Promise<unknown> {
  const bundle = await cliBundle(project);
  const made = statSync(bundle).mtimeMs;
  const { answer: told } = (await import(`${pathToFileURL(bundle).href}?${String(made)}`)) as {
    answer: unknown;
  };
  return told;
}

test('a source that is newer than the bundle is bundled anew, and only then', async () => {
  expect(await answer()).toBe(1);
  const bundle = await cliBundle(project);
  const { mtimeMs } = statSync(bundle);
  await cliBundle(project);
  expect(statSync(bundle).mtimeMs).toBe(mtimeMs);

  writeFileSync(source('answer.ts'), 'export const answer: number = 2;');
  const later = new Date(mtimeMs + 5);
  utimesSync(source('answer.ts'), later, later);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await answer()).toBe(2);
});

test('two processes that bundle at once leave one bundle, and nothing else', async () => {
  rmSync(join(project, '.cache'), { recursive: true });
  const bundles = await Promise.all([cliBundle(project), cliBundle(project)]);
  expect(new Set(bundles).size).toBe(1);
  expect(readdirSync(dirname(bundles[0]))).toEqual(['main.mjs']);
});
