import { promptArtefacts, promptOf } from '../../src/experiment/artefacts.ts';
import { describe, expect, test } from 'vitest';
import { reduceEvent } from '../../src/app/run/reduce-event.ts';
import { announcementOf, staleFields } from '../../src/app/run/run-commands.ts';
import { recordOfRun, runOfRecord } from '../../src/app/run/run-of-record.ts';
import { EMPTY_RUN, type RunState } from '../../src/app/run/run-state.ts';
import type { TrainEvent, TrainPhase } from '../../src/experiment/train-events.ts';
import { RunSeries } from '../../src/views/curves/run-series.ts';
import { syntheticFrame, syntheticPoints, syntheticRecipe, syntheticRecord } from './synthetic-run.ts';

function begun(): RunState {
  return {
    ...EMPTY_RUN,
    origin: 'live',
    status: 'starting',
    recipe: syntheticRecipe(),
    series: new RunSeries(),
  };
}

const phase = (name: TrainPhase): TrainEvent => ({
  kind: 'phase',
  phase: name,
  done: 0,
  total: null,
  unit: 'bytes',
  detail: '',
});

const replay = (state: RunState, ...events: readonly TrainEvent[]): RunState =>
  events.reduce(reduceEvent, state);

describe('a run, event by event', () => {
  test('phases make it run, and the furthest phase never goes back', () => {
    const state = replay(begun(), phase('download'), phase('verify'), phase('download'));
    expect(state.status).toBe('running');
    expect(state.phase?.phase).toBe('download');
    expect(state.furthest).toBe('verify');
  });

  test('a phase after the end does not make it run again', () => {
    const state = replay(begun(), phase('train'), { kind: 'stopped', step: 3 }, phase('done'));
    expect(state.status).toBe('stopped');
  });

  test('steps, dev, best', () => {
    const state = replay(
      begun(),
      { kind: 'steps', points: syntheticPoints(10), secondsSoFar: 2, secondsLeft: 8 },
      { kind: 'dev', point: { step: 10, loss: 0.5, accuracy: 0.7 }, best: true },
      { kind: 'dev', point: { step: 10, loss: 0.5, accuracy: 0.7 }, best: true },
      { kind: 'dev', point: { step: 20, loss: 0.6, accuracy: 0.6 }, best: false },
    );
    expect(state.series.length).toBe(10);
    expect(state.secondsLeft).toBe(8);
    expect(state.dev).toHaveLength(2);
    expect(state.bestStep).toBe(10);
  });

  test('activation frames are thinned, the ends stay', () => {
    const events = Array.from({ length: 300 }, (_, i): TrainEvent => ({
      kind: 'activations',
      frame: syntheticFrame(i, 1, 2),
    }));
    const state = replay(begun(), ...events);
    expect(state.activations.length).toBeLessThanOrEqual(120);
    expect(state.activations[0]?.step).toBe(0);
    expect(state.activations.at(-1)?.step).toBe(299);
  });

  test('a checkpoint brings the best prompt with it', () => {
    const recipe = syntheticRecipe({ promptLength: 2 });
    const state = replay(begun(), {
      kind: 'checkpoint',
      checkpoint: {
        recipe,
        step: 50,
        state: {},
        best: {
          step: 40,
          dev: 0.8,
          artefacts: promptArtefacts({ length: 2, width: 3, values: new Float32Array(6) }),
        },
        points: [],
        dev: [],
        baselines: [],
        secondsSoFar: 1,
      },
    });
    expect(promptOf(state.artefacts)).toMatchObject({ length: 2, width: 3 });
    expect(state.checkpointStep).toBe(50);
    expect(state.bestStep).toBe(40);
  });

  test('recovery takes the failure away and says from where', () => {
    const error = { code: 'device-lost', message: 'lost', remedy: '' } as const;
    const state = replay(
      begun(),
      { kind: 'failed', error, step: 7 },
      { kind: 'recovered', from: 'device-lost', step: 7, detail: '' },
    );
    expect(state.error).toBeNull();
    expect(state.recovered?.step).toBe(7);
  });
});

test('records go in and come out the same', () => {
  const record = syntheticRecord();
  const shown = { id: 'x', origin: 'recorded', seconds: 42.3, rows: null, checkpointStep: null } as const;
  expect(recordOfRun(runOfRecord(record, shown))).toEqual(record);
  expect(recordOfRun(begun())).toBeNull();
});

test('the live region hears of phases and states, never of steps', () => {
  const before = begun();
  const say = (event: TrainEvent): string | null => announcementOf(before, reduceEvent(before, event), event);
  expect(say(phase('compile'))).toBe('Phase: compile.');
  expect(say({ kind: 'paused', step: 4 })).toContain('step 4');
  expect(say({ kind: 'steps', points: syntheticPoints(1), secondsSoFar: 1, secondsLeft: 1 })).toBeNull();
  const once = reduceEvent(before, phase('compile'));
  expect(announcementOf(once, reduceEvent(once, phase('compile')), phase('compile'))).toBeNull();
});

test('a run is stale in the fields that the form has changed', () => {
  const run = { ...begun(), recipe: syntheticRecipe() };
  expect(staleFields(run, syntheticRecipe())).toEqual([]);
  expect(staleFields(run, syntheticRecipe({ seed: 2, batch: 8 }))).toEqual(['batch', 'seed']);
  expect(staleFields(run, null)).toEqual([]);
});
