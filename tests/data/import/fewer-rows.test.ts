import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewerRows } from '../../../src/data/import/fewer-rows.ts';
import { importTask } from '../../../src/data/import/import-task.ts';
import { file } from './sources.ts';

test('so many rows, in their order, with the classes in like parts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 220 }),
      fc.integer({ min: 0, max: 9 }),
      (labels, most, seed) => {
        const rows = labels.map((y, place) => ({ y, place }));
        const kept = fewerRows(rows, 5, most, seed, 'dev');
        expect(kept).toHaveLength(Math.min(most, rows.length));
        expect(kept.map(({ place }) => place)).toEqual(kept.map(({ place }) => place).sort((x, y) => x - y));
        expect(fewerRows(rows, 5, most, seed, 'dev')).toEqual(kept);
        const classes = new Set(labels).size;
        if (most < rows.length)
          for (const y of new Set(labels)) {
            const part = kept.filter((row) => row.y === y).length;
            const share = (most * labels.filter((label) => label === y).length) / labels.length;
            expect(Math.abs(part - share)).toBeLessThanOrEqual(1);
            if (most >= classes * 2) expect(part).toBeGreaterThanOrEqual(share >= 1 ? 1 : 0);
          }
      },
    ),
  );
});

const CSV = `text,label\n${Array.from({ length: 1000 }, (_, i) => `text ${i},${i % 4 === 0 ? 'x' : 'y'}\n`).join('')}`;

test('an import takes so many and notes it', async () => {
  const { task, report } = await importTask([file('d.csv', CSV)], {
    name: 'mine',
    most: { train: 100, dev: 40 },
  });
  expect([task.train.length, task.dev.length, task.test.length]).toEqual([100, 40, 100]);
  expect(report.balance).toEqual({ train: [75, 25], dev: [30, 10], test: [75, 25] });
  expect(report.notes).toEqual([
    'Of train, 100 of 800 rows were drawn.',
    'Of dev, 40 of 100 rows were drawn.',
  ]);
  await expect(importTask([file('d.csv', CSV)], { name: 'mine', most: { dev: 0 } })).rejects.toMatchObject({
    code: 'argument',
    where: 'most',
  });
});
