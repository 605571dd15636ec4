import { describe, expect, test } from 'vitest';
import { isActive } from '../../src/app/job/job-status.ts';
import {
  EMPTY_SWEEP,
  reduceSweepEvent,
  sweepAnnouncement,
  type SweepState,
} from '../../src/app/sweep/sweep-state.ts';
import type { SweepEvent } from '../../src/protocol/sweep-protocol.ts';
import type { SweepProgress } from '../../src/experiment/sweep/sweep-progress.ts';
import { madeRecord, madeSweep, scored } from '../experiment/made-sweep.ts';

const PROGRESS: SweepProgress = {
  cell: 'train a',
  doing: 'training',
  done: 1,
  total: 4,
  cellsDone: 2,
  cellsTotal: 9,
  secondsLeft: null,
};
const RECORD = madeRecord(madeSweep(), {});
const ERROR = { code: 'download', message: 'The connection broke.', remedy: 'Wait.' } as const;
const STARTING: SweepState = { ...EMPTY_SWEEP, origin: 'live', status: 'starting', recipe: RECORD.recipe };

const after = (state: SweepState, ...events: readonly SweepEvent[]): SweepState =>
  events.reduce(reduceSweepEvent, state);

test('from the start to the end', () => {
  const phase = {
    kind: 'phase',
    phase: 'download',
    done: 1,
    total: 2,
    unit: 'bytes',
    detail: 'model.onnx',
  } as const;
  const loading = after(STARTING, phase);
  expect(loading).toMatchObject({ status: 'starting', phase });
  const running = after(
    loading,
    { kind: 'opened', record: RECORD },
    { kind: 'progress', progress: PROGRESS },
  );
  expect(running).toMatchObject({ status: 'running', phase: null, progress: PROGRESS, record: RECORD });
  const cell = after(running, { kind: 'cell', id: 'a', result: scored(3) });
  expect(cell.record?.cells).toEqual({ a: scored(3) });
  expect(RECORD.cells).toEqual({});
  expect(after(cell, { kind: 'finished' }).status).toBe('finished');
});

test('a cell without a record is left alone', () => {
  expect(after(STARTING, { kind: 'cell', id: 'a', result: scored(3) })).toBe(STARTING);
});

test('a step that was under way does not end a pause or a stop', () => {
  for (const status of ['paused', 'stopping'] as const)
    expect(after({ ...STARTING, status }, { kind: 'progress', progress: PROGRESS }).status).toBe(status);
});

describe('notices', () => {
  test('waiting for the network passes when the sweep opens', () => {
    const waiting = after(STARTING, { kind: 'waiting', seconds: 2.4, error: ERROR });
    expect(waiting.notice?.text).toBe(
      'The connection broke. Trying again in 2 s at the latest; nothing is lost.',
    );
    expect(after(waiting, { kind: 'opened', record: RECORD }).notice).toBeNull();
  });

  test('a recovery is told until the next cell', () => {
    const recovered = after(
      { ...STARTING, record: RECORD },
      { kind: 'recovered', from: 'worker-crashed', detail: 'The worker died.' },
      { kind: 'opened', record: RECORD },
      { kind: 'progress', progress: PROGRESS },
    );
    expect(recovered.notice?.text).toContain('The worker died. The sweep goes on by itself');
    expect(after(recovered, { kind: 'cell', id: 'a', result: scored(1) }).notice).toBeNull();
  });

  test('a failure names the error and leaves the record', () => {
    const failed = after({ ...STARTING, record: RECORD }, { kind: 'failed', error: ERROR });
    expect(failed).toMatchObject({ status: 'failed', error: ERROR, record: RECORD, notice: null });
  });

  test('a full storage is no failure', () => {
    const state = after({ ...STARTING, status: 'running' }, { kind: 'storage-problem', error: ERROR });
    expect(state).toMatchObject({ status: 'running', storageProblem: ERROR, error: null });
  });
});

test('what is active can be told from what is not', () => {
  const active = ['starting', 'running', 'paused', 'stopping'] as const;
  const idle = ['idle', 'stopped', 'finished', 'failed'] as const;
  expect(active.every(isActive)).toBe(true);
  expect(idle.some(isActive)).toBe(false);
});

test('phases are announced, steps and cells are not', () => {
  expect(sweepAnnouncement({ kind: 'finished' })).toBe('The sweep is finished.');
  expect(sweepAnnouncement({ kind: 'failed', error: ERROR })).toContain('The connection broke.');
  expect(sweepAnnouncement({ kind: 'recovered', from: 'worker-crashed', detail: '' })).toContain(
    'goes on by itself',
  );
  expect(sweepAnnouncement({ kind: 'cell', id: 'a', result: scored(1) })).toBeNull();
  expect(sweepAnnouncement({ kind: 'progress', progress: PROGRESS })).toBeNull();
});

test('the loss of the prompt in training gathers, and begins anew with the next prompt', () => {
  const step = (cell: string, done: number, loss?: number): SweepEvent => ({
    kind: 'progress',
    progress: { ...PROGRESS, cell, done, ...(loss === undefined ? {} : { loss }) },
  });
  const first = after(STARTING, step('train a', 1, 0.9), step('train a', 2, 0.8), step('train a', 3));
  expect(first.lossesNow).toEqual([
    { step: 1, loss: 0.9 },
    { step: 2, loss: 0.8 },
  ]);
  expect(after(first, step('train b', 1, 0.7)).lossesNow).toEqual([{ step: 1, loss: 0.7 }]);
  expect(after(first, step('score b', 1)).lossesNow).toEqual([]);
});
