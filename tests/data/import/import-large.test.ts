import { describe, expect, test } from 'vitest';
import { importTask } from '../../../src/data/import/import-task.ts';
import type { ImportFile, ImportOptions, ImportProgress } from '../../../src/data/import/import-types.ts';
import { MOST_BYTES } from '../../../src/data/import/limits.ts';
import { file, source } from './sources.ts';

const run = (files: readonly ImportFile[], options: Partial<ImportOptions> = {}) =>
  importTask(files, { name: 'mine', ...options });

test('sizes are refused before anything is read', async () => {
  const unread = {
    name: 'd.csv',
    bytes: MOST_BYTES + 1,
    chunks: () => {
      throw new Error('it was read');
    },
  };
  await expect(run([{ source: unread, split: null }])).rejects.toThrow(/at most 256 MiB are imported/);
  await expect(run([file('d.csv', '')])).rejects.toThrow(/the file is empty/);
  await expect(run([])).rejects.toThrow(/no file/);
});

describe('a large file', () => {
  const lines = Array.from(
    { length: 120_000 },
    (_, i) => `${i},"review ${i} says ""${'so '.repeat(i % 40)}""",${i % 5 === 0 ? 'x' : 'y'},unused\n`,
  );
  const large = source('d.csv', `id,text,label,more\n${lines.join('')}`, 256 * 1024);

  test('is read piece by piece, and waits for whoever watches', async () => {
    const seen: ImportProgress[] = [];
    let waiting = 0;
    const { task, report } = await run([{ source: large, split: null }], {
      onProgress: async (progress) => {
        waiting += 1;
        expect(waiting).toBe(1);
        await new Promise((done) => setTimeout(done));
        waiting -= 1;
        seen.push(progress);
      },
    });
    expect(report.rowsRead).toBe(120_000);
    expect(task.train).toHaveLength(96_000);
    expect(seen).toHaveLength(Math.ceil(large.bytes / 262_144));
    expect(seen.at(-1)).toMatchObject({ file: 'd.csv', bytesRead: large.bytes, bytesTotal: large.bytes });
    for (const [i, { rows }] of seen.entries()) expect(rows).toBeGreaterThan(seen[i - 1]?.rows ?? 0);
  });

  test('stops when it is told to', async () => {
    const stop = new AbortController();
    let pieces = 0;
    const reading = run([{ source: large, split: null }], {
      signal: stop.signal,
      onProgress: () => {
        pieces += 1;
        if (pieces === 3) stop.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(pieces).toBe(3);
  });
});
