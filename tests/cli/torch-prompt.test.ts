import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFolder } from '../../src/cli/open-model.ts';
import { readNpy } from '../../src/data/npy.ts';
import { torchMatrix } from '../data/torch-writer.ts';
import { lab } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-torch-prompt-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fixture = (name: string): string => join(projectFolder, 'tests/fixtures', name);

async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await lab(...args, '--json')).out) as Record<string, unknown>;
}

test('the folder of a published prompt is read under its name; .npy of it is the published .npy', async () => {
  const dir = join(folder, 'published');
  for (const task of ['IMDB', 'SST2']) {
    const { dims, data } = readNpy(readFileSync(fixture(`published-prompts/roberta-base/${task}.npy`)), task);
    mkdirSync(join(dir, `${task}PromptRoberta`), { recursive: true });
    writeFileSync(join(dir, `${task}PromptRoberta`, 'task_prompt'), torchMatrix(dims, data));
  }
  const report = await json('indicators', dir);
  expect(report.names).toEqual(['IMDBPromptRoberta', 'SST2PromptRoberta']);
  const { C_concat: similar } = report.indicators as Record<string, number[][]>;
  expect(similar[0][1]).toBeCloseTo(0.05101, 6);
  const out = join(folder, 'SST2.npy');
  expect(await json('convert', join(dir, 'SST2PromptRoberta/task_prompt'), out)).toMatchObject({
    length: 100,
    width: 768,
  });
  expect(readFileSync(out)).toEqual(readFileSync(fixture('published-prompts/roberta-base/SST2.npy')));
});

test('convert reads torch files and writes none', async () => {
  const best = join(folder, 'best.pth');
  cpSync(fixture('torch-prompt/best.pt'), best);
  expect(await json('convert', best, join(folder, 'best.npy'))).toMatchObject({ length: 2, width: 3 });
  const { error } = await json('convert', best, join(folder, 'x.bin'));
  expect(error).toMatchObject({ code: 'argument', where: '<out>' });
  expect(await json('convert', fixture('torch-prompt/code.pt'), join(folder, 'x.npy'))).toMatchObject({
    error: { where: fixture('torch-prompt/code.pt') },
  });
});
