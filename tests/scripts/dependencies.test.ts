import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { staleDependencies } from '../../scripts/dependencies.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prompt-lab-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, packages: Record<string, { version: string; optional?: boolean }>): void {
  writeFileSync(join(folder, path), JSON.stringify({ packages }));
}

function install(packages: Record<string, { version: string }>): void {
  for (const path of Object.keys(packages)) mkdirSync(join(folder, path), { recursive: true });
  write('node_modules/.package-lock.json', packages);
}

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/one': { version: '1.0.0' },
  'node_modules/two': { version: '2.0.0' },
  'node_modules/for-another-platform': { version: '1.0.0', optional: true },
};

test('nothing installed: all that is not optional is stale', () => {
  write('package-lock.json', wanted);
  expect(staleDependencies(folder)).toEqual(['node_modules/one', 'node_modules/two']);
});

test('another version than the lock file wants is stale', () => {
  write('package-lock.json', wanted);
  install({ 'node_modules/one': { version: '1.0.0' }, 'node_modules/two': { version: '1.9.0' } });
  expect(staleDependencies(folder)).toEqual(['node_modules/two']);
});

test('what the lock file wants is fresh, unless its folder is gone', () => {
  write('package-lock.json', wanted);
  install({ 'node_modules/one': { version: '1.0.0' }, 'node_modules/two': { version: '2.0.0' } });
  expect(staleDependencies(folder)).toEqual([]);
  rmSync(join(folder, 'node_modules/one'), { recursive: true });
  expect(staleDependencies(folder)).toEqual(['node_modules/one']);
});
