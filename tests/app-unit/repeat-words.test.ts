import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { reduceEvent } from '../../src/app/run/reduce-event.ts';
import { createRunCommands } from '../../src/app/run/run-commands.ts';
import { runOfRecord } from '../../src/app/run/run-of-record.ts';
import type { RunState } from '../../src/app/run/run-state.ts';
import { TrainClient } from '../../src/app/run/train-client.ts';
import { repeatWords } from '../../src/app/train/repeat-words.ts';
import type { RunRecord } from '../../src/experiment/run-record.ts';
import type { TrainEvent } from '../../src/experiment/train-events.ts';
import { ScriptedWorker, settle } from './scripted-service.ts';
import { syntheticRecord } from './synthetic-run.ts';

const RECORD: RunRecord = {
  ...syntheticRecord(600),
  hashes: { plm: 'a'.repeat(64), tokenizer: 'b'.repeat(64), task: 'c'.repeat(64) },
};

/** The recorded run is shown and run again; what comes back is up to the test. */
async function repeated(): Promise<{
  readonly state: () => RunState;
  readonly send: (...events: readonly TrainEvent[]) => void;
  readonly worker: ScriptedWorker;
}> {
  const worker = new ScriptedWorker();
  const run = createStore<RunState>(() =>
    runOfRecord(RECORD, { id: 'r', origin: 'recorded', seconds: 42, rows: null, checkpointStep: null }),
  );
  const client = new TrainClient(worker, (event) => run.setState(reduceEvent(run.getState(), event), true));
  const commands = createRunCommands(
    run,
    client,
    () => null,
    () => new Date(0),
  );
  commands.repeat();
  await settle();
  return { state: () => run.getState(), send: (...events) => worker.send(...events), worker };
}

const begun = (change: Partial<RunRecord['engine']> = {}): readonly TrainEvent[] => [
  { kind: 'engine', report: { ...RECORD.engine, ...change } },
  { kind: 'hashes', hashes: RECORD.hashes },
];
const steps = (points: RunRecord['points']): TrainEvent => ({
  kind: 'steps',
  points,
  secondsSoFar: 1,
  secondsLeft: 1,
});
const devs: readonly TrainEvent[] = RECORD.dev.map((point) => ({ kind: 'dev', point, best: false }));
function finished(): TrainEvent {
  const { result, artefacts } = RECORD;
  if (result === null) throw new Error('the synthetic run has finished');
  return { kind: 'finished', result, artefacts };
}

test('the very recipe starts, with the recorded curve behind it', async () => {
  const { state, worker } = await repeated();
  expect(worker.starts).toEqual([{ recipe: RECORD.recipe, from: null }]);
  expect(state().earlier[0]).toMatchObject({ id: 'r', hashes: RECORD.hashes, result: RECORD.result });
  expect(repeatWords(state())).toMatchObject({ verdict: 'open', text: 'Same so far: 0 steps of 600.' });
});

test('same so far, then the same bit for bit', async () => {
  const { state, send } = await repeated();
  send(...begun(), steps(RECORD.points.slice(0, 40)));
  expect(repeatWords(state())?.text).toBe('Same so far: 40 steps of 600.');
  send(steps(RECORD.points.slice(40)), ...devs, finished());
  expect(repeatWords(state())).toEqual({
    verdict: 'same',
    text: 'Same bit for bit: 600 steps, 7 dev evaluations, dev and test accuracies.',
    detail: '',
  });
});

test('another engine explains a difference; where it begins and how large it is, is said', async () => {
  const { state, send } = await repeated();
  const points = RECORD.points.map((point, i) => (i < 9 ? point : { ...point, loss: point.loss + 1e-3 }));
  send(...begun({ engine: 'wasm' }), steps(points));
  expect(repeatWords(state())).toMatchObject({
    verdict: 'different',
    text: expect.stringMatching(
      /^Different from step 10 on: loss .* Largest .* over 600 steps: 1\.0e-3\.$/,
    ) as string,
    detail: 'Recorded on webgpu, now on wasm: small differences are expected.',
  });
});

test('without another engine a difference is a failure of the promise; other weights explain it', async () => {
  const { state, send } = await repeated();
  send(...begun(), steps(RECORD.points.map((point) => ({ ...point, accuracy: 0 }))));
  expect(repeatWords(state())?.detail).toContain('should have been the same');
  send({ kind: 'hashes', hashes: { plm: 'x', tokenizer: 'b'.repeat(64), task: 'y' } });
  expect(repeatWords(state())?.detail).toContain('Not the same PLM, task as recorded');
});

test('a repeat that is stopped says how far it was the same', async () => {
  const { state, send } = await repeated();
  send(...begun(), steps(RECORD.points.slice(0, 1)), { kind: 'stopped', step: 1 });
  expect(repeatWords(state())?.text).toBe('It ended early. Until then it was the same: 1 step of 600.');
});

test('a run of its own repeats none', () => {
  const run = runOfRecord(RECORD, {
    id: 'r',
    origin: 'opened',
    seconds: 1,
    rows: null,
    checkpointStep: null,
  });
  expect(repeatWords(run)).toBeNull();
});
