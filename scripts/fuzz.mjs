/**
 * `npm run fuzz`: hostile inputs for every reader of outside bytes (tests/hostile), many more than `npm test` gives.
 *
 *     npm run fuzz -- [--inputs 200000] [--seed 1] [--target NAME]
 *
 * Inputs are shared out evenly among the targets and made in rounds, each with a seed of its own that makes the same
 * inputs again. Exits with 1 when anything but a right result or a typed error came out.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { ensureDependencies, root } from './dependencies.mjs';

const ROUND = 1000;
/** Nothing is read for longer, however busy the machine is. */
const HANG_MS = 30_000;
const HEAP_MIB = 512;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
  },
});
const inputs = Number(values.inputs);
const firstSeed = Number(values.seed);
if (!Number.isInteger(inputs) || inputs < 1 || !Number.isInteger(firstSeed)) {
  console.error('--inputs and --seed take whole numbers');
  process.exit(2);
}
ensureDependencies();

/** A thread with the targets in it, and how many inputs it was given so far. */
async function openThread() {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(join(root, 'scripts', 'fuzz-worker.mjs'), {
    workerData: { progress },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
  const { names } = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { worker, progress, names };
}

/** The report of a round; a violation too when the thread died or hangs. */
function runRound({ worker, progress }, round) {
  return new Promise((resolve) => {
    const start = Atomics.load(progress, 0);
    const given = () => Atomics.load(progress, 0) - start;
    let [last, since] = [0, performance.now()];
    const end = (report) => {
      clearInterval(timer);
      worker.off('message', onMessage).off('error', onError);
      resolve(report);
    };
    const broken = (what) =>
      end({
        inputs: given(),
        read: 0,
        refused: 0,
        slowestMs: 0,
        violation: { what, hex: '', text: '' },
        dead: true,
      });
    const timer = setInterval(() => {
      if (given() !== last) [last, since] = [given(), performance.now()];
      else if (performance.now() - since > HANG_MS)
        broken(`input ${last} of the round is read without an end`);
    }, 500);
    const onMessage = ({ report }) => end(report);
    const onError = (error) => broken(`input ${given()} of the round ended the thread: ${error.message}`);
    worker.on('message', onMessage).on('error', onError);
    worker.postMessage(round);
  });
}

let thread = await openThread();
const names = thread.names.filter((name) => values.target === undefined || name === values.target);
if (names.length === 0) {
  console.error(`--target: expected one of\n  ${thread.names.join('\n  ')}`);
  process.exit(2);
}
const each = Math.ceil(inputs / names.length);
const width = Math.max(...names.map((name) => name.length));
const total = { inputs: 0, read: 0, refused: 0, violations: 0 };
console.log(`${'target'.padEnd(width)}   inputs     read  refused  slowest`);
for (const name of names) {
  const sum = { inputs: 0, read: 0, refused: 0, slowestMs: 0 };
  for (let round = 0; round * ROUND < each; round += 1) {
    const seed = firstSeed + round;
    const count = Math.min(ROUND, each - round * ROUND);
    const report = await runRound(thread, { name, inputs: count, seed });
    sum.inputs += report.inputs;
    sum.read += report.read;
    sum.refused += report.refused;
    sum.slowestMs = Math.max(sum.slowestMs, report.slowestMs);
    if (report.violation === null) continue;
    total.violations += 1;
    console.log(`✗ ${name}: ${report.violation.what}`);
    console.log(`  text: ${JSON.stringify(report.violation.text)}\n  hex:  ${report.violation.hex}`);
    console.log(`  again: npm run fuzz -- --target '${name}' --seed ${seed} --inputs ${count}`);
    if (report.dead) {
      await thread.worker.terminate();
      thread = await openThread();
    }
    break;
  }
  const columns = [sum.inputs, sum.read, sum.refused].map((count) => String(count).padStart(9));
  console.log(`${name.padEnd(width)}${columns.join('')}${`${Math.round(sum.slowestMs)} ms`.padStart(9)}`);
  for (const field of ['inputs', 'read', 'refused']) total[field] += sum[field];
}
await thread.worker.terminate();
console.log(
  `${total.inputs} inputs: ${total.read} read, ${total.refused} refused, ${total.violations} violations`,
);
process.exitCode = total.violations === 0 ? 0 : 1;
