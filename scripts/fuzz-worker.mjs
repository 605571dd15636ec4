/** Runs one target of tests/hostile in a thread of its own, so that a reading without an end can be ended. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { root } from './dependencies.mjs';

const { register } = await import('tsx/esm/api');
register();
const load = (file) => import(pathToFileURL(join(root, 'tests', 'hostile', file)).href);
const { TARGETS } = await load('targets.ts');
const { runTarget } = await load('run-target.ts');

const { progress } = workerData;
parentPort.postMessage({ names: TARGETS.map(({ name }) => name) });
parentPort.on('message', async ({ name, inputs, seed }) => {
  const target = TARGETS.find((known) => known.name === name);
  const onInput = () => Atomics.add(progress, 0, 1);
  parentPort.postMessage({ report: await runTarget(target, { inputs, seed, onInput }) });
});
