import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lab } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-check-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const FIXTURE = 'tests/fixtures/verbalizer/two-first';

/** A copy of the fixture, with what is changed in its verbalizer.json; null takes a field away. */
function copyOf(name: string, change: Readonly<Record<string, unknown>>): string {
  const dir = join(folder, name);
  cpSync(FIXTURE, dir, { recursive: true });
  const file = join(dir, 'verbalizer.json');
  const facts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const kept = Object.entries({ ...facts, ...change }).filter(([, value]) => value !== null);
  writeFileSync(file, JSON.stringify(Object.fromEntries(kept)));
  return dir;
}

interface Answer {
  readonly passed: boolean;
  readonly error?: { readonly message: string; readonly remedy: string; readonly where?: string };
}

async function check(dir: string): Promise<{ readonly status: number; readonly answer: Answer }> {
  const { status, out, err } = await lab('check', dir, '--json');
  if (out === '') throw new Error(err);
  return { status, answer: JSON.parse(out) as Answer };
}

test('a reference of a verbalizer’s chain is found by its file, and holds', async () => {
  const { status, answer } = await check(FIXTURE);
  expect([status, answer.passed]).toEqual([0, true]);
});

test('one with another number does not', async () => {
  const { status, answer } = await check(copyOf('other', { weighted_loss: 0.5 }));
  expect([status, answer.passed]).toEqual([1, false]);
});

test.each<readonly [string, Readonly<Record<string, unknown>>, RegExp]>([
  ['of another kind', { kind: 'reader' }, /kind “reader”/],
  ['without words', { ids: null }, /verbalizer\.json.*ids/],
  ['with a word of no token', { ids: [[[1], []], [[2]]] }, /verbalizer\.json.*ids/],
  ['with a token that isn’t in the vocabulary', { ids: [[[1]], [[999999]]] }, /999999/],
  ['with a rule that nobody knows', { handling: 'last' }, /verbalizer\.json.*handling/],
])('a reference %s is refused by name', async (name, change, cause) => {
  const { status, answer } = await check(copyOf(name, change));
  expect(status).toBe(1);
  expect(answer.error?.message).toMatch(cause);
  expect(answer.error?.remedy).not.toBe('');
});

test('a reference without its tensors, or one of them, is refused by name', async () => {
  const dir = copyOf('bare', {});
  rmSync(join(dir, 'reference.safetensors'));
  expect((await check(dir)).answer.error?.message).toMatch(/reference\.safetensors is not there/);
  const other = copyOf('swapped', {});
  cpSync('tests/fixtures/onnx/bert-mlm/reference.safetensors', join(other, 'reference.safetensors'));
  expect((await check(other)).answer.error?.message).toMatch(/has no|logits has/);
});
