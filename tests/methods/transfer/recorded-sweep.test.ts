/** The recorded sweeps against numbers that were computed from the same files by other code (Python, scipy). */
import { expect, test } from 'vitest';
import { openSweep } from '../../../src/cli/sweep-run.ts';
import type { Interval } from '../../../src/experiment/statistics.ts';
import { transferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import { transferReport } from '../../../src/methods/transfer/report/transfer-report.ts';

const report = transferReport(transferRecord(openSweep('public/recorded/transfer-lab-small.plab')));

/** Both ends, in points or as they are, to one digit. */
const ends = (interval: Interval | null | undefined, scale = 1): readonly string[] =>
  interval === null || interval === undefined
    ? []
    : [interval.low, interval.high].map((end) => (scale * end).toFixed(1));

test('the headline is within target, over tasks and over seeds', () => {
  const { within } = report.headline;
  expect((100 * (within?.difference.mean ?? NaN)).toFixed(2)).toBe('7.17');
  expect(ends(within?.seedInterval, 100)).toEqual(['3.4', '10.9']);
  expect(ends(within?.difference.interval, 100)).toEqual(['-2.0', '16.3']);
});

test('means of relative performance are clustered by task', () => {
  expect(report.sameType.relative?.mean).toBeCloseTo(70.39, 2);
  expect(ends(report.sameType.relative?.interval)).toEqual(['47.8', '93.0']);
});

test('targets with nothing to transfer are named and left out, and no indicator stands out', () => {
  const nothing = report.tasks.filter(({ toTransfer }) => toTransfer.kind === 'nothing');
  expect(nothing.map(({ name }) => name)).toEqual(['sst2', 'movie_reviews', 'snli']);
  expect(report.headline.targets).toEqual({ something: 5, nothing: 3, unknown: 0 });
  const on = report.indicators.find(({ name, variant }) => name === 'ON' && variant === '');
  expect([on?.perTarget?.rho.toFixed(2), on?.perTarget?.count]).toEqual(['0.52', 5]);
  expect(report.headline.pooledRecovery).toEqual(on?.pooledRecovery);
  expect(report.headline.pooledRecovery?.count).toBe(35);
  const [first] = report.ranking.order;
  expect(report.indicators[first].variant).toBe('shared start subtracted');
  expect(report.indicators[first].perTarget?.rho.toFixed(2)).toBe('0.65');
  expect(report.ranking.finding).toEqual({ kind: 'none' });
});

test('random prompts no longer make a floor below what needs no prompt', () => {
  const spam = report.tasks.find(({ name }) => name === 'sms_spam');
  expect(spam?.toTransfer).toMatchObject({ kind: 'something', floor: { name: 'majority', accuracy: 0.888 } });
});
