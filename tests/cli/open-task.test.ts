import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTask } from '../../src/cli/open-task.ts';
import { taskZip } from '../../src/data/task-zip.ts';

test('a task in a zip, as the page saves it, is the task', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'prompt-lab-'));
  const task = await openTask('subj');
  writeFileSync(join(folder, 'mine.zip'), taskZip(task));
  expect(await openTask(join(folder, 'mine.zip'))).toEqual(task);
  rmSync(folder, { recursive: true });
});

test('what is not there is said with what there could be', async () => {
  await expect(async () => openTask('nowhere.zip')).rejects.toMatchObject({ code: 'task', where: '--task' });
});
