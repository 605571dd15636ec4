/**
 * Injects faults into jobs and looks at what becomes of them. After each the job must get on within a limit, with what was
 * kept before; it must come to an end when it is stopped; and what it leaves, whole and without gaps, must be what jobs like it
 * leave.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { disagreements, type DrivenJob, type Left } from './drive-jobs.ts';
import { prepareForFaults, type Fault } from './fault-kinds.ts';
import type { Choice } from './seeded-choice.ts';

export interface Injected {
  readonly job: string;
  readonly fault: string;
  /** How far the job had got: the step or the cells that were kept. */
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
    if (await failure.isVisible())
      throw new Error(`it failed: ${(await failure.innerText()).replaceAll(/\s+/g, ' ')}`);
    const now = (await page.locator('.progress-text').allInnerTexts()).join();
    if (now !== shown) [shown, end] = [now, Date.now() + limitMs];
    if (Date.now() > end) throw new Error(`${what} did not come within ${String(limitMs / 1000)} s`);
    await page.waitForTimeout(100);
  }
}

/** Stops the job, if it does not come to its end before. */
async function stop(page: Page, job: DrivenJob, limitMs: number): Promise<void> {
  await until(page, limitMs, 'its end', async () => {
    const button = page.getByRole('button', { name: 'Stop', exact: true });
    // A click that waited for the button would fall on what stands in its place once the job is stopped: the offer to go on.
    const isThere = (await button.isVisible()) && (await button.isEnabled().catch(() => false));
    if (isThere) await button.click({ timeout: 1000 }).catch(() => undefined);
    return job.isOver(page);
  });
}

/** What was left, once it is kept whole: saving goes on for a moment after the end, and longer after a refusal. */
async function leftOnDevice(page: Page, job: DrivenJob, limitMs: number): Promise<Left> {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      return await job.left(page);
    } catch (thrown) {
      if (Date.now() > end) throw thrown;
      await page.waitForTimeout(200);
    }
  }
}

/**
 * Drives `job` through `faults`, then stops it.
 * @param others what jobs like this one left; this one's is added where it is the same each time
 */
export async function injectInto(
  parts: InjectionParts,
  job: DrivenJob,
  faults: readonly Fault[],
  others: Left[] = [],
): Promise<readonly Injected[]> {
  const { limitMs } = parts;
  const done: Injected[] = [];
  const opened = await openFresh(parts, job.path);
  const { context, errors } = opened;
  let { page } = opened;
  let at = 0;
  let started = Date.now();
  const note = (fault: Fault, violation: string | null): void =>
    void done.push({
      job: job.name,
      fault: fault.name,
      at,
      seconds: (Date.now() - started) / 1000,
      violation,
    });
  try {
    await job.start(page);
    for (const [index, fault] of faults.entries()) {
      const isLast = index === faults.length - 1;
      at = await momentOf(parts, job, fault, page);
      started = Date.now();
      page = await injectOne(parts, job, fault, page, at, isLast);
      if (isLast) {
        await stop(page, job, limitMs);
        const left = await leftOnDevice(page, job, limitMs);
        const other = others.find((one) => disagreements(left, one).length > 0);
        if (other !== undefined)
          throw new Error(`not as undisturbed: ${disagreements(left, other).slice(0, 3).join(', ')}`);
        if (errors.length > 0) throw new Error(`the page threw: ${errors.join('; ')}`);
        if (job.repeats) others.push(left);
      }
      note(fault, null);
    }
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    note(faults[done.length], `${why}; shown: ${await shownOn(page)}`);
  } finally {
    await closeAll(context);
  }
  return done;
}

/** What the page says of the job, for whoever looks into a violation. */
async function shownOn(page: Page): Promise<string> {
  const texts = await page
    .locator('.tag, .progress-text, .banner, [role=alert]')
    .allInnerTexts()
    .catch(() => ['nothing']);
  return texts.map((text) => text.replaceAll(/\s+/g, ' ')).join(' | ');
}

async function closeAll(context: BrowserContext): Promise<void> {
  // A crashed tab may never answer.
  await Promise.race([context.close(), new Promise((resolve) => setTimeout(resolve, 10_000))]);
}

/** Waits for a moment of its choice. @returns how far the job has got by then */
async function momentOf(
  { limitMs, choice }: InjectionParts,
  job: DrivenJob,
  fault: Fault,
  page: Page,
): Promise<number> {
  const isEarly = fault.early && choice.next() < 0.3;
  const pause = choice.next();
  if (isEarly) await page.waitForTimeout(1500 * pause);
  else {
    await until(page, limitMs, 'something to go on from', async () => (await job.kept(page)) !== null);
    await page.waitForTimeout(1000 * pause);
  }
  return (await job.kept(page)) ?? 0;
}

/** @returns the page in which the job goes on */
async function injectOne(
  { limitMs, choice }: InjectionParts,
  job: DrivenJob,
  fault: Fault,
  page: Page,
  before: number,
  isLast: boolean,
): Promise<Page> {
  const aftermath = await fault.inject(page, job.name);
  const next = aftermath.page;
  if (aftermath.kind === 'offered') await job.goOn(next, limitMs);
  else {
    // A storage that heals only after the end is the hardest.
    if (isLast && fault.group === 'storage' && choice.next() < 0.5) await stop(next, job, limitMs);
    else await next.waitForTimeout(1500);
    await aftermath.heal();
    const again = next.getByRole('button', { name: /^(Save again|Try to save again)$/ }).first();
    if (await again.isVisible()) await again.click({ timeout: 2000 }).catch(() => undefined);
  }
  let after = before;
  await until(next, limitMs, 'a sign of life', async () => {
    if (await job.isOver(next)) return true;
    after = (await job.kept(next)) ?? after;
    return after !== before;
  });
  if (after < before)
    throw new Error(`of ${String(before)} kept before the fault, ${String(after)} are kept after it`);
  return next;
}
