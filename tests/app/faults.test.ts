/** A few faults of each kind on runs and sweeps; `scripts/inject-faults.ts` injects as many as are wanted. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { drivenRun, SWEEP, type DrivenJob } from './faults/drive-jobs.ts';
import { FAULTS } from './faults/fault-kinds.ts';
import { injectInto } from './faults/inject-faults.ts';
import { launchChromium } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const RUN = drivenRun('wasm');

/** Faults come when there is something to go on from, and the storage heals after the end. */
const MIDDLING = { next: () => 0.4 };

const CASES: readonly { readonly job: DrivenJob; readonly names: readonly string[] }[] = [
  { job: RUN, names: ['worker closed', 'storage closed', 'tab crashed'] },
  { job: RUN, names: ['worker terminated', 'reload', 'storage full'] },
  { job: SWEEP, names: ['worker thrown', 'tab closed', 'storage broken'] },
];

test.each(CASES)(
  'a $job.name goes on after: $names.0, $names.1, $names.2',
  { timeout: 400_000 },
  async ({ job, names }) => {
    const parts = { browser, url: inject('pageUrl'), limitMs: 90_000, choice: MIDDLING };
    const faults = FAULTS.filter(({ name }) => names.includes(name));
    const injected = await injectInto(parts, job, faults);
    expect(injected.filter(({ violation }) => violation !== null)).toEqual([]);
    expect(injected).toHaveLength(faults.length);
  },
);
