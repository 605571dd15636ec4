/**
 * Makes sure that the locked dependencies are installed, with Node and npm alone, so that `npm start` and
 * `npm test` work on a fresh clone. Compares what is installed with the lock file by version and not by file
 * time: npm writes its own record first and the lock file last, so times are misleading right after an install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packages that the lock file wants and that are missing or of another version, by their path in node_modules. */
export function staleDependencies(folder = root) {
  const installedFile = join(folder, 'node_modules', '.package-lock.json');
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  const installed = existsSync(installedFile) ? JSON.parse(readFileSync(installedFile, 'utf8')).packages : {};
  return Object.entries(wanted)
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.devOptional)
    .filter(([path, entry]) => installed[path]?.version !== entry.version || !existsSync(join(folder, path)))
    .map(([path]) => path);
}

/** Installs with `npm ci` if anything is stale. Writes to stderr only, so that `lab --json` stays clean. */
export function ensureDependencies() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    console.error(`Prompt Lab needs Node 20 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  if (staleDependencies().length === 0) return;
  console.error('Installing the locked dependencies (npm ci) …');
  // A shell is needed on Windows, where npm is a command script.
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(
      'The dependencies could not be installed. Run `npm ci` in this folder and read its message.',
    );
    process.exit(1);
  }
}
