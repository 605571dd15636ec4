/**
 * Injects faults into runs and sweeps of the built page in Chromium, and looks whether any hangs or loses more than what
 * came after its last checkpoint or cell:
 *
 *     npx tsx scripts/inject-faults.ts [--count 60] [--seed 1] [--limit 90] [--only 'worker closed'] [--url http://…]
 *
 * Faults: the worker closes itself, is terminated, throws; the page is loaded again, closed, crashes; the storage is full,
 * broken, closed, and heals after a moment or only after the end; the WebGPU device (SwiftShader's) is destroyed. Which comes
 * when follows from the seed. Prints a table, then one line of JSON; exit status 1 when something was violated.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { drivenRun, SWEEP, type DrivenJob, type Left } from '../tests/app/faults/drive-jobs.ts';
import { FAULTS, type Fault } from '../tests/app/faults/fault-kinds.ts';
import { injectInto, type Injected } from '../tests/app/faults/inject-faults.ts';
import { seededChoice } from '../tests/app/faults/seeded-choice.ts';
import { chromiumFlags, ensureChromium } from './chromium.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    limit: { type: 'string', default: '90' },
    only: { type: 'string' },
    url: { type: 'string' },
  },
});

/** Faults that one job takes on its way, at most. */
const MOST_A_JOB = 3;

const RUN = drivenRun('wasm');
const RUN_ON_DEVICE = drivenRun('webgpu');

async function servePage(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  if (values.url !== undefined) return { url: values.url, close: () => Promise.resolve() };
  const shared = {
    mode: 'test',
    logLevel: 'warn',
    build: { outDir: '.cache/fault-page', emptyOutDir: true },
  } as const;
  await build(shared);
  const server = await preview({ ...shared, preview: { port: 0, host: '127.0.0.1' } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The preview server has no address');
  return { url, close: () => server.close() };
}

const wanted = FAULTS.filter(({ name }) => values.only === undefined || name === values.only);
if (wanted.length === 0)
  throw new Error(`--only must be one of ${FAULTS.map(({ name }) => name).join(', ')}`);

/** The jobs to come, each with the faults that it takes; each kind of fault comes about equally often. */
function plan(
  count: number,
  choice: ReturnType<typeof seededChoice>,
): readonly (readonly [DrivenJob, readonly Fault[]])[] {
  const kinds: Fault[] = [];
  while (kinds.length < count) kinds.push(...wanted);
  const left = kinds.slice(0, count);
  const jobs: (readonly [DrivenJob, readonly Fault[]])[] = [];
  while (left.length > 0) {
    const [fault] = left.splice(Math.floor(choice.next() * left.length), 1);
    if (fault.group === 'device') {
      jobs.push([RUN_ON_DEVICE, [fault]]);
      continue;
    }
    const taken = [fault];
    const more = Math.floor(choice.next() * MOST_A_JOB);
    for (let i = 0; i < more; i++) {
      const at = left.findIndex(({ group }) => group !== 'device');
      if (at >= 0) taken.push(...left.splice(at, 1));
    }
    jobs.push([choice.next() < 0.5 ? RUN : SWEEP, taken]);
  }
  return jobs;
}

const started = Date.now();
const choice = seededChoice(Number(values.seed));
const server = await servePage();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumFlags] });
const injected: Injected[] = [];
try {
  const parts = { browser, url: server.url, limitMs: 1000 * Number(values.limit), choice };
  const left = new Map<DrivenJob, Left[]>();
  for (const [job, faults] of plan(Number(values.count), choice)) {
    const others = left.get(job) ?? [];
    left.set(job, others);
    for (const one of await injectInto(parts, job, faults, others)) {
      injected.push(one);
      const { seconds, fault, at, violation } = one;
      const what = `${one.job.padEnd(6)} ${fault.padEnd(18)} at ${String(at).padStart(4)}`;
      console.log(
        `${String(injected.length).padStart(3)} ${what} ${seconds.toFixed(1).padStart(6)} s  ${violation ?? 'ok'}`,
      );
    }
  }
} finally {
  await browser.close();
  await server.close();
}
const violations = injected.filter(({ violation }) => violation !== null);
const byFault = Object.fromEntries(
  FAULTS.map(({ name }) => [name, injected.filter(({ fault }) => fault === name).length]),
);
console.log(
  JSON.stringify({
    faults: injected.length,
    seed: Number(values.seed),
    byFault,
    violations,
    seconds: Math.round((Date.now() - started) / 1000),
  }),
);
process.exit(violations.length > 0 ? 1 : 0);
