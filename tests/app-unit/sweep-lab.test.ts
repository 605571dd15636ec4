import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Experiments } from '../../src/app/library/experiments.ts';
import { EMPTY_SHELF, type ShelfState } from '../../src/app/library/shelf.ts';
import { SweepLab } from '../../src/app/sweep/sweep-lab.ts';
import type { SweepState } from '../../src/app/sweep/sweep-state.ts';
import type { LabErrorData } from '../../src/errors/lab-error.ts';
import { PUBLISHED_MATRICES_PATH } from '../../src/data/published-matrices.ts';
import { readSweepFile, writeSweepFile } from '../../src/data/sweep-file.ts';
import { cellId } from '../experiment/transfer-cells.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import type { SweepProgress } from '../../src/experiment/sweep/sweep-progress.ts';
import { loadSweep } from '../../src/storage/load-sweep.ts';
import { listSweeps, saveSweep, saveSweepCells } from '../../src/storage/saved-sweeps.ts';
import { failed, madeRecord, madeSweep, scored, scoreOf } from '../experiment/made-sweep.ts';
import { memoryKeyValue, quotaError, type MemoryKeyValue } from '../storage/memory-key-value.ts';
import { syntheticReport } from '../views/transfer/synthetic-report.ts';
import { ScriptedSweepWorkers, settled } from './scripted-sweep.ts';

const SWEEP = madeSweep();
const [FIRST, SECOND] = [cellId(scoreOf('joy', 'mood', 1)), cellId(scoreOf('mood', 'joy', 1))];
const RECORD = madeRecord(SWEEP, { [FIRST]: scored(5) });
const PROGRESS: SweepProgress = {
  cell: SECOND,
  doing: 'scoring',
  done: 1,
  total: 4,
  cellsDone: 1,
  cellsTotal: 9,
  secondsLeft: null,
};

let workers: ScriptedSweepWorkers;
let storage: MemoryKeyValue;
let recorded: Map<string, Uint8Array>;
let published: string | null;
let shippedReport: string | null;
let said: string[];
let lab: SweepLab;

/** The page opened anew, with the storage that is there. */
function openPage(): SweepLab {
  return new SweepLab({
    connect: workers.connect,
    call: workers.call,
    network: workers.network,
    storage,
    readText: (path) => {
      if (path === PUBLISHED_MATRICES_PATH) return Promise.resolve(published);
      return Promise.resolve(path === 'recorded/transfer-plm-a.report.json' ? shippedReport : null);
    },
    readBytes: (path) => Promise.resolve(recorded.get(path) ?? null),
    announce: (text) => said.push(text),
    now: () => new Date(36 ** 3),
  });
}

beforeEach(() => {
  workers = new ScriptedSweepWorkers();
  storage = memoryKeyValue();
  recorded = new Map([['recorded/transfer-plm-a.plab', writeSweepFile(RECORD)]]);
  shippedReport = null;
  published = readFileSync(`public/${PUBLISHED_MATRICES_PATH}`, 'utf8');
  said = [];
  lab = openPage();
});

const shown = (): SweepState => lab.store.getState();

async function running(): Promise<void> {
  lab.start(SWEEP);
  await settled();
  workers.send({ kind: 'opened', record: madeRecord(SWEEP) }, { kind: 'progress', progress: PROGRESS });
  await settled();
}

async function keep(id: string, record = RECORD): Promise<void> {
  await saveSweep(storage, id, record, {});
  for (const [cell, result] of Object.entries(record.cells))
    await saveSweepCells(storage, id, { [cell]: result });
}

describe('what is shown first', () => {
  test('opened twice at once, as React does in development, the recorded sweep is still shown', async () => {
    await Promise.all([lab.open('plm-a'), lab.open('plm-a')]);
    expect(lab.store.getState().origin).toBe('recorded');
  });

  test('the recorded sweep', async () => {
    await lab.open('plm-a');
    await settled();
    expect(shown()).toMatchObject({ origin: 'recorded', choice: 'recorded:plm-a', id: null, error: null });
    expect(shown().report?.done).toBe(1);
  });

  test('the report that ships with it before the sweep itself is read, and no other is made', async () => {
    shippedReport = JSON.stringify({ ...syntheticReport(), recipe: SWEEP, plm: 'plm-a', done: 7 });
    const seen: string[] = [];
    lab.store.subscribe(({ report, record, recipe }) => {
      seen.push(`${String(report?.done)} ${record === null ? 'alone' : 'with its sweep'}`);
      // Whatever is said of the sweep is said of this one.
      if (report !== null) expect(recipe).toEqual(SWEEP);
    });
    await lab.open('plm-a');
    await settled();
    expect([...new Set(seen)]).toEqual(['undefined alone', '7 alone', '7 with its sweep']);
    expect(workers.reported).toEqual([]);
    expect(shown()).toMatchObject({ origin: 'recorded', choice: 'recorded:plm-a', start: 'shared' });
    expect((await lab.file())?.name).toContain('transfer-');
  });

  test.each(['{', JSON.stringify({ plm: 'plm-b' })])(
    'no report that is of something else: %s',
    async (text) => {
      shippedReport = text;
      await lab.open('plm-a');
      await settled();
      expect(shown().report?.done).toBe(1);
      expect(workers.reported).toHaveLength(1);
    },
  );

  test('a published matrix where nothing is recorded, without a complaint', async () => {
    const errors: unknown[] = [];
    lab.store.subscribe(({ error }) => errors.push(error));
    await lab.open('plm-b');
    expect(shown()).toMatchObject({ origin: 'published', record: null });
    expect(errors.every((error) => error === null)).toBe(true);
    expect(shown().report?.tasks.length).toBeGreaterThan(2);
  });

  test('words where there is neither', async () => {
    published = null;
    await lab.open('plm-b');
    expect(shown().origin).toBe('none');
    expect(shown().error?.remedy).not.toBe('');
  });

  test('the last sweep of a former visit', async () => {
    await keep('old', madeRecord(SWEEP));
    await keep('new', {
      ...RECORD,
      parts: [{ ...RECORD.parts[0], startedAt: '2026-05-01T00:00:00.000Z' }],
    });
    await lab.open('plm-a');
    expect(shown()).toMatchObject({ origin: 'saved', id: 'new', choice: 'saved:new' });
    expect(shown().record?.cells).toEqual(RECORD.cells);
    expect(shown().saved.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  test('something else with a word, when that sweep can’t be read', async () => {
    await keep('x');
    const get = storage.get.bind(storage);
    // It is there when sweeps are listed and broken when it is opened.
    let reads = 0;
    storage.get = (key) => (reads++ === 0 ? get(key) : Promise.reject(new Error('broken')));
    await lab.open('plm-a');
    expect(shown().origin).toBe('recorded');
    expect(shown().error?.message).toContain('The sweep can’t be read');
  });

  test('nothing else than what is shown already', async () => {
    await lab.show('published:T5');
    await lab.open('plm-a');
    expect(shown().choice).toBe('published:T5');
  });
});

describe('another sweep', () => {
  test('from a file, which is written again as it was', async () => {
    await lab.openFiles([new File([new Uint8Array(writeSweepFile(RECORD))], 'mine.plab')]);
    await settled();
    expect(shown()).toMatchObject({ origin: 'file', id: null, choice: '' });
    const file = await lab.file();
    expect(file?.name).toBe('transfer-plm-a-3-tasks.plab');
    expect(readSweepFile(file?.bytes ?? new Uint8Array(), 'again')).toEqual(RECORD);
  });

  test('from the Library is shown, or told there with what is wrong, and not in Transfer', async () => {
    const shelf = createStore<ShelfState>(() => EMPTY_SHELF);
    const library = new Experiments({
      ask: async (request) => {
        const answer = await request({
          open: () =>
            Promise.resolve({ ok: true, value: { kind: 'sweep', name: 'mine', experiment: 'transfer' } }),
          save: () => Promise.reject(new Error('nothing is saved')),
        });
        if (!answer.ok) throw new LabError(answer.error);
        return answer.value;
      },
      storage,
      shelf,
      openSweeps: (_place, files) => lab.takeFiles(files),
      now: () => new Date(),
    });
    const open = (content: BlobPart) => library.open([{ path: 'mine.plab', blob: new Blob([content]) }]);
    const whole = new Uint8Array(writeSweepFile(RECORD));
    expect(await open(whole)).toMatchObject({ kind: 'sweep', place: { name: 'Transfer' } });
    expect(shown()).toMatchObject({ origin: 'file', error: null });
    const damaged = { ...RECORD, tasks: [] };
    const wrong = open(new Uint8Array(writeSweepFile(damaged)));
    await expect(wrong).rejects.toMatchObject({
      code: 'file',
      message: expect.stringContaining('tasks lacks joy') as string,
    });
    expect(shown()).toMatchObject({ origin: 'file', error: null });
    await running();
    await expect(open(whole)).rejects.toMatchObject({
      message: expect.stringContaining('is being computed') as string,
      where: 'Transfer',
    });
  });

  test('from many files is one sweep, and what became of each is said and shown', async () => {
    const file = (name: string, content: Uint8Array): File => new File([new Uint8Array(content)], name);
    const ben = madeRecord(madeSweep({ seeds: [7] }), { [cellId(scoreOf('joy', 'mood', 7))]: scored(4) });
    await lab.openFiles([
      file('anna.plab', writeSweepFile(RECORD)),
      file('copy.plab', writeSweepFile(RECORD)),
      file('ben.plab', writeSweepFile(ben)),
      file('broken.plab', new Uint8Array(5)),
    ]);
    await settled();
    expect(shown()).toMatchObject({ origin: 'file', recipe: { seeds: [1, 2, 7] }, error: null });
    expect(Object.keys(shown().record?.cells ?? {})).toHaveLength(2);
    const notes = shown().notes.join(' ');
    expect(notes).toMatch(/copy\.plab has the same results as anna\.plab/);
    expect(notes).toMatch(/broken\.plab is left out: .*no zip/);
    expect(said.join(' ')).toContain(notes);
    await lab.show('recorded:plm-a');
    expect(shown().notes).toEqual([]);
  });

  test('that is no sweep leaves the one shown and says why', async () => {
    await lab.show('recorded:plm-a');
    await lab.openFiles([new File(['nonsense'], 'mine.plab')]);
    expect(shown()).toMatchObject({ origin: 'recorded', error: { code: 'file' } });
    expect(shown().error?.message).toContain('mine.plab is no zip file');
    await lab.show('recorded:plm-b');
    expect(shown().error?.message).toContain('no recorded sweep of plm-b');
    await lab.show('published:T5');
    expect(shown().error).toBeNull();
  });

  test('the last wish counts, whichever comes first', async () => {
    const slow = lab.show('recorded:plm-a');
    const fast = lab.show('published:T5');
    await Promise.all([slow, fast]);
    await settled();
    expect(shown()).toMatchObject({ origin: 'published', choice: 'published:T5' });
    expect(await lab.file()).toBeNull();
  });

  test('is not shown with the report of the former one', async () => {
    workers.held = [];
    await lab.show('recorded:plm-a');
    await keep('x', madeRecord(SWEEP, {}));
    await lab.show('saved:x');
    workers.held.shift()?.();
    await settled();
    expect(shown().report).toBeNull();
    workers.held.shift()?.();
    await settled();
    expect(shown().report?.done).toBe(0);
  });
});

describe('a live sweep', () => {
  test('fills cell by cell, and its end is announced', async () => {
    await running();
    expect(workers.starts).toEqual([{ id: 'plm-a-1000', recipe: SWEEP, earlier: null }]);
    expect(shown()).toMatchObject({ origin: 'live', status: 'running', id: 'plm-a-1000' });
    workers.send({ kind: 'cell', id: FIRST, result: scored(5) }, { kind: 'finished' });
    workers.end();
    await settled();
    expect(shown().status).toBe('finished');
    expect(shown().record?.cells).toEqual({ [FIRST]: scored(5) });
    await expect.poll(() => shown().report?.done, { timeout: 10_000 }).toBe(1);
    expect(said).toEqual(['The sweep begins.', 'The sweep is finished.']);
  });

  test('is paused, gone on with and stopped', async () => {
    await running();
    lab.pause();
    await settled();
    workers.send({ kind: 'paused' });
    lab.resume();
    await settled();
    workers.send({ kind: 'resumed' });
    lab.stop();
    await settled();
    expect(shown().status).toBe('stopping');
    workers.send({ kind: 'stopped' });
    expect(workers.requests).toEqual(['pause', 'resume', 'stop']);
    expect(shown().status).toBe('stopped');
  });

  test('is not taken away by a look at another one, by a file or by a second start', async () => {
    await running();
    await lab.show('published:T5');
    await lab.openFiles([new File([new Uint8Array(writeSweepFile(RECORD))], 'mine.plab')]);
    lab.start(SWEEP);
    lab.startShort('plm-a');
    await lab.forget('plm-a-1000', 'plm-a');
    await lab.drop([FIRST]);
    await settled();
    expect(shown()).toMatchObject({ origin: 'live', status: 'running' });
    expect(workers.starts).toHaveLength(1);
  });

  test('takes the place of one that is still being read', async () => {
    const opening = lab.show('recorded:plm-a');
    await running();
    await opening;
    expect(shown().origin).toBe('live');
  });

  test('outlives the worker that makes reports', async () => {
    workers.held = [];
    await running();
    workers.crashReports();
    workers.held = null;
    await expect.poll(() => shown().report, { timeout: 10_000 }).not.toBeNull();
    expect(workers.reportLines).toBe(2);
    expect(shown()).toMatchObject({ status: 'running', error: null });
  });

  test('after its failure is gone on with from its cells', async () => {
    await running();
    workers.send({ kind: 'cell', id: FIRST, result: scored(5) });
    workers.send({ kind: 'failed', error: { code: 'out-of-memory', message: 'Full.', remedy: 'Less.' } });
    workers.end();
    await settled();
    expect(shown()).toMatchObject({ status: 'failed', error: { code: 'out-of-memory' } });
    lab.resume();
    await settled();
    expect(shown()).toMatchObject({ status: 'starting', error: null });
    expect(workers.starts[1].id).toBe('plm-a-1000');
    expect(workers.starts[1].earlier?.cells).toEqual({ [FIRST]: scored(5) });
  });
});

describe('going on', () => {
  test('with a sweep of a former visit computes only what it lacks', async () => {
    await keep('old');
    await lab.open('plm-a');
    lab.resume();
    await settled();
    expect(workers.starts).toEqual([{ id: 'old', recipe: SWEEP, earlier: RECORD }]);
  });

  test('with one from a file makes it one’s own, with the cells that it has', async () => {
    await lab.show('recorded:plm-a');
    lab.resume();
    await settled();
    const { id } = shown();
    expect(id).toBe('plm-a-1000');
    // As the worker does when it begins.
    await saveSweep(storage, 'plm-a-1000', RECORD, {});
    expect((await loadSweep(storage, 'plm-a-1000')).cells).toEqual(RECORD.cells);
  });

  test('with a full storage goes on in memory and says so', async () => {
    await lab.show('recorded:plm-a');
    storage.failure = quotaError();
    lab.resume();
    await settled();
    expect(shown()).toMatchObject({ status: 'starting', storageProblem: { code: 'quota' } });
    expect(workers.starts).toHaveLength(1);
  });

  test('of a file that found no room is saved whole once there is some', async () => {
    await lab.show('recorded:plm-a');
    storage.failure = quotaError();
    lab.resume();
    await settled();
    await lab.saveAgain();
    expect(storage.entries.size).toBe(0);
    expect(shown().storageProblem).toMatchObject({ code: 'quota' });
    storage.failure = null;
    await lab.saveAgain();
    expect(shown()).toMatchObject({ storageProblem: null, saved: [{ cells: 1 }] });
    expect(Object.keys((await loadSweep(storage, shown().id ?? '')).cells)).toEqual([FIRST]);
  });

  test('with a published matrix is not possible: it has no recipe', async () => {
    await lab.show('published:T5');
    lab.resume();
    await settled();
    expect(workers.starts).toHaveLength(0);
  });
});

describe('cells that the storage refused, for whatever reason', () => {
  const REFUSED: LabErrorData = { code: 'storage', message: 'The storage is closed.', remedy: 'Wait.' };

  async function finishedUnsaved(): Promise<void> {
    await running();
    workers.send({ kind: 'cell', id: FIRST, result: scored(5) });
    storage.failure = new Error('closed');
    workers.send(
      { kind: 'cell', id: SECOND, result: scored(4) },
      { kind: 'storage-problem', error: REFUSED },
    );
    workers.send({ kind: 'finished' });
    workers.end();
    await settled();
    expect(shown()).toMatchObject({ status: 'finished', hasUnsaved: true });
    expect(shown().storageProblem?.code).toBe('storage');
  }

  test('are saved when the storage can be used again, though the sweep is over', async () => {
    await finishedUnsaved();
    storage.failure = null;
    await lab.saveAgain();
    expect(shown()).toMatchObject({ storageProblem: null, hasUnsaved: false });
    expect(Object.keys((await loadSweep(storage, 'plm-a-1000')).cells).sort()).toEqual(
      [FIRST, SECOND].sort(),
    );
  });

  test('are saved though another sweep is shown by then', async () => {
    await finishedUnsaved();
    await lab.show('recorded:plm-a');
    await settled();
    expect(shown()).toMatchObject({ origin: 'recorded', hasUnsaved: true });
    storage.failure = null;
    await lab.saveAgain();
    expect(shown()).toMatchObject({ storageProblem: null, hasUnsaved: false });
    expect(Object.keys((await loadSweep(storage, 'plm-a-1000')).cells)).toHaveLength(2);
  });
});

test('failed cells are dropped here and on the device, and computed again', async () => {
  await keep('old', madeRecord(SWEEP, { [FIRST]: scored(5), [SECOND]: failed() }));
  await lab.open('plm-a');
  await lab.drop([SECOND]);
  expect(Object.keys(shown().record?.cells ?? {})).toEqual([FIRST]);
  expect(Object.keys((await loadSweep(storage, 'old')).cells)).toEqual([FIRST]);
  lab.resume();
  await settled();
  expect(workers.starts[0].earlier?.cells).toEqual({ [FIRST]: scored(5) });
});

test('a sweep that is deleted is gone, and the recorded one is shown instead', async () => {
  await keep('old');
  await lab.open('plm-a');
  await lab.forget('old', 'plm-a');
  expect(await listSweeps(storage)).toEqual([]);
  expect(shown()).toMatchObject({ origin: 'recorded', saved: [] });
});

test('one that is not shown is deleted beside the one that is', async () => {
  await keep('old');
  await lab.show('published:T5');
  await lab.forget('old', 'plm-a');
  expect(await listSweeps(storage)).toEqual([]);
  expect(shown().choice).toBe('published:T5');
});

test('the control’s report is made from the other prompts', async () => {
  await lab.show('recorded:plm-a');
  await settled();
  lab.setStart('own');
  await settled();
  expect(workers.reported.map(({ start }) => start)).toEqual(['shared', 'own']);
});
