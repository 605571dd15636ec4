/**
 * Injects faults into jobs and looks at what becomes of them. A job is driven until it is over, with some faults on the way.
 * It must get there within a limit; what was kept before a fault must be kept after it; and what it leaves in the end must
 * be what it leaves undisturbed.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { DrivenJob } from './drive-jobs.ts';
import { prepareForFaults, type Fault } from './fault-kinds.ts';
import type { Choice } from './seeded-choice.ts';

export interface Injected {
  readonly job: string;
  readonly fault: string;
  /** How far the job had got, of `DrivenJob.whole`. */
  readonly at: number;
  readonly seconds: number;
  /** What went wrong; null for nothing. */
  readonly violation: string | null;
}

export interface InjectionParts {
  readonly browser: Browser;
  readonly url: string;
  /** How long a job may stand still. */
  readonly limitMs: number;
  readonly choice: Choice;
}

async function openFresh({ browser, url }: InjectionParts, path: string) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  await prepareForFaults(context);
  const errors: string[] = [];
  context.on('weberror', (error) => errors.push(error.error().message));
  const page = await context.newPage();
  await page.goto(new URL(path, url).href);
  return { context, page, errors };
}

/** Waits for `seen`. A job that is seen to get on is waited for, however slow the machine is; one that stands still is not. */
async function until(page: Page, limitMs: number, what: string, seen: () => Promise<boolean>): Promise<void> {
  let end = Date.now() + limitMs;
  let shown = '';
  while (!(await seen())) {
    const failure = page.locator('.banner-error').first();
    if (await failure.isVisible()) throw new Error(`it failed: ${await failure.innerText()}`);
    const now = (await page.locator('.progress-text').allInnerTexts()).join();
    if (now !== shown) [shown, end] = [now, Date.now() + limitMs];
    if (Date.now() > end) throw new Error(`${what} did not come within ${String(limitMs / 1000)} s`);
    await page.waitForTimeout(100);
  }
}

/** What `job` leaves when nothing goes wrong. */
export async function undisturbed(parts: InjectionParts, job: DrivenJob): Promise<string> {
  const { context, page } = await openFresh(parts, job.path);
  try {
    await job.start(page);
    await until(page, parts.limitMs, 'its end', () => job.isOver(page));
    return await leftOnDevice(page, job, parts.limitMs);
  } finally {
    await context.close();
  }
}

/** What was left, once it is kept whole: saving goes on for a moment after the end, and longer after a refusal. */
async function leftOnDevice(page: Page, job: DrivenJob, limitMs: number): Promise<string> {
  const end = Date.now() + limitMs;
  for (;;) {
    const left = await job.left(page);
    if (left.startsWith('[') || left.startsWith('{') || Date.now() > end) return left;
    await page.waitForTimeout(200);
  }
}

/**
 * Drives `job` to its end, with `faults` on the way.
 * @param expected what it leaves undisturbed; null where that is another thing each time
 */
export async function injectInto(
  parts: InjectionParts,
  job: DrivenJob,
  faults: readonly Fault[],
  expected: string | null,
): Promise<readonly Injected[]> {
  const done: Injected[] = [];
  const opened = await openFresh(parts, job.path);
  let { page } = opened;
  const { context, errors } = opened;
  try {
    await job.start(page);
    for (const fault of faults) {
      const started = Date.now();
      const outcome = await injectOne(parts, job, fault, page, faults.indexOf(fault) === faults.length - 1);
      page = outcome.page;
      const seconds = (Date.now() - started) / 1000;
      done.push({ job: job.name, fault: fault.name, at: outcome.at, seconds, violation: outcome.violation });
      if (outcome.violation !== null) return done;
    }
    const violation = await ofTheEnd(parts, job, page, expected, errors);
    return violation === null ? done : withViolation(done, violation);
  } catch (thrown) {
    return withViolation(
      done,
      thrown instanceof Error ? thrown.message : String(thrown),
      job,
      faults[done.length],
    );
  } finally {
    await closeAll(context);
  }
}

function withViolation(
  done: readonly Injected[],
  violation: string,
  job?: DrivenJob,
  fault?: Fault,
): readonly Injected[] {
  if (job !== undefined && fault !== undefined)
    return [...done, { job: job.name, fault: fault.name, at: 0, seconds: 0, violation }];
  return done.map((one, i) => (i === done.length - 1 ? { ...one, violation } : one));
}

async function closeAll(context: BrowserContext): Promise<void> {
  // A crashed tab may never answer.
  await Promise.race([context.close(), new Promise((resolve) => setTimeout(resolve, 10_000))]);
}

async function ofTheEnd(
  { limitMs }: InjectionParts,
  job: DrivenJob,
  page: Page,
  expected: string | null,
  errors: readonly string[],
): Promise<string | null> {
  await until(page, limitMs, 'its end', () => job.isOver(page));
  const left = await leftOnDevice(page, job, limitMs);
  if (errors.length > 0) return `the page threw: ${errors.join('; ')}`;
  if (!left.startsWith('[') && !left.startsWith('{')) return left;
  if (expected !== null && left !== expected) return 'what it left is not what it leaves undisturbed';
  return null;
}

interface OneOutcome {
  readonly page: Page;
  readonly at: number;
  readonly violation: string | null;
}

async function injectOne(
  { limitMs, choice }: InjectionParts,
  job: DrivenJob,
  fault: Fault,
  page: Page,
  isLast: boolean,
): Promise<OneOutcome> {
  const isEarly = fault.early && choice.next() < 0.3;
  const pause = choice.next();
  if (isEarly) await page.waitForTimeout(1500 * pause);
  else {
    await until(page, limitMs, 'something to go on from', async () => (await job.kept(page)) !== null);
    await page.waitForTimeout(1000 * pause);
  }
  const before = (await job.kept(page)) ?? 0;
  const isOver = await job.isOver(page);
  const aftermath = await fault.inject(page, job.name);
  const next = aftermath.page;
  if (aftermath.kind === 'offered') await job.goOn(next, limitMs);
  else {
    // A storage that heals only after the end is the hardest.
    if (isLast && fault.group === 'storage' && choice.next() < 0.5)
      await until(next, limitMs, 'its end', () => next.locator('.tag-finished').first().isVisible());
    else await next.waitForTimeout(1500);
    await aftermath.heal();
    const again = next.getByRole('button', { name: /^(Save again|Try to save again)$/ }).first();
    if (await again.isVisible()) await again.click({ timeout: 2000 }).catch(() => undefined);
  }
  const after = isOver ? before : await keptAgain(next, job, before, limitMs);
  const violation =
    after < before ? `of ${String(before)} kept before the fault, ${String(after)} are kept after it` : null;
  return { page: next, at: before, violation };
}

/** How much is kept when the job has shown a sign of life, or is over. */
async function keptAgain(page: Page, job: DrivenJob, before: number, limitMs: number): Promise<number> {
  let kept = before;
  await until(page, limitMs, 'a sign of life', async () => {
    if (await job.isOver(page)) return true;
    kept = (await job.kept(page)) ?? kept;
    return kept !== before;
  });
  return kept;
}
