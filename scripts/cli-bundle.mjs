/**
 * The command line in one file, made again when a source is newer: loading three hundred TypeScript modules one by one
 * takes longer than most commands.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './dependencies.mjs';

function newest(path) {
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return Math.max(
    ...entries.map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );
}

function isFresh(project, bundle) {
  const made = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs;
  const settings = [join(project, 'package-lock.json'), fileURLToPath(import.meta.url)];
  return (
    made !== undefined &&
    made > newest(join(project, 'src')) &&
    settings.every((file) => made > statSync(file).mtimeMs)
  );
}

/** Path of the bundle; bundles first where it is missing or stale. Several processes may do so at once. */
export async function cliBundle(project = root) {
  // As deep below the project as `src/cli`, whose modules look for its files relative to their own place.
  const folder = join(project, '.cache', 'lab');
  const bundle = join(folder, 'main.mjs');
  if (isFresh(project, bundle)) return bundle;
  const { build } = await import('vite');
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(join(folder, 'made-'));
  const made = join(own, 'main.mjs');
  const begun = new Date();
  await build({
    root: project,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      ssr: join(project, 'src', 'cli', 'main.ts'),
      outDir: own,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { codeSplitting: false, entryFileNames: 'main.mjs' } },
    },
  });
  // As old as its reading: a source that is saved while it is made is newer than it.
  utimesSync(made, begun, begun);
  renameSync(made, bundle);
  rmSync(own, { recursive: true });
  return bundle;
}
