/** Training on a growing PLM: what goes on from stage to stage, bit for bit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { defaultRecipe } from '../../../src/experiment/default-recipe.ts';
import type { GrowthCheckpoint } from '../../../src/experiment/progressive/growth-checkpoint.ts';
import { applyDifference, type RecipeDifference } from '../../../src/experiment/recipe-difference.ts';
import type { Task } from '../../../src/experiment/task-types.ts';
import { partialPass } from '../../../src/plm/partial-plm.ts';
import { encodeTask } from '../../../src/methods/prompt/encoded-task.ts';
import { PromptSession, WHOLE, type PlmVersion } from '../../../src/methods/prompt/prompt-session.ts';
import { GrowthRun, type GrowthRunOptions } from '../../../src/methods/progressive/growth-run.ts';
import { ProgramCache } from '../../../src/methods/training/program-cache.ts';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import { TrainRun, type BestPrompt } from '../../../src/methods/prompt/train-run.ts';
import { makeRun, model, smallTask } from '../train-setup.ts';
import { usualOptimiser } from '../../../src/experiment/optimisers.ts';

let engine: Engine;
let task: Task;

beforeAll(async () => {
  engine = await createNodeEngine('cpu');
  task = await smallTask();
});

afterAll(() => engine.release());

/** lab-tiny has four layers of 512 neurons. */
const order = Array.from({ length: 512 }, (_, at) => (at * 5) % 512);
const part = (layers: readonly number[], keep: number): PlmVersion => ({
  key: `layers ${layers.join()} × ${String(keep)}`,
  pass: partialPass({ layers, neurons: layers.map(() => ({ order, keep })) }),
});
const SMALL = part([0, 3], 128);
const MIDDLE = part([0, 1, 3], 256);

const STAGES = [
  { version: SMALL, to: 5 },
  { version: MIDDLE, to: 8 },
  { version: WHOLE, to: 12 },
];

function start(promptLength: number): Float32Array {
  return Float32Array.from({ length: promptLength * model.plm.width }, (_, at) => Math.sin(at) / 8);
}

/** As `makeRun`, of the same recipe. */
function grow(
  own: Engine,
  change: RecipeDifference,
  options: Partial<GrowthRunOptions> = {},
  programs = new ProgramCache(),
): { run: GrowthRun; session: PromptSession; control: RunControl } {
  const recipe = applyDifference(defaultRecipe(task, 'lab-tiny'), {
    ...{ steps: 12, batch: 4, maxLength: 32, promptLength: 5, evalEvery: 6 },
    ...change,
  });
  const encoded = encodeTask(model.plm, model.tokenizer, task, recipe);
  const session = new PromptSession(
    model.plm,
    model.tokenizer,
    encoded,
    recipe,
    own,
    () => undefined,
    programs,
  );
  const control = new RunControl();
  const run = new GrowthRun({
    session,
    control,
    start: start(5),
    stages: [{ version: WHOLE, to: recipe.training.steps }],
    growth: { kind: 'fixed' },
    looks: [6, 12],
    ...options,
  });
  return { run, session, control };
}

/** Plain prompt tuning from the same start. */
async function tune(
  own: Engine,
  change: RecipeDifference,
): Promise<{
  readonly session: PromptSession;
  readonly best: BestPrompt | null;
  readonly dev: readonly number[];
}> {
  const { session, control } = makeRun(own, task, change);
  const dev: number[] = [];
  const run = new TrainRun({
    session,
    task,
    control,
    emit: (event) => {
      if (event.kind === 'dev') dev.push(event.point.accuracy);
    },
    saved: { length: 5, width: model.plm.width, values: start(5) },
    from: null,
    watch: false,
  });
  return { session, best: await run.train(), dev };
}

async function expectSameState(one: PromptSession, other: PromptSession): Promise<void> {
  const [state, expected] = [await one.readState(), await other.readState()];
  expect(Object.keys(state)).toEqual(Object.keys(expected));
  for (const [name, { data }] of Object.entries(state)) expect(data).toEqual(expected[name].data);
}

describe.each([
  ['cpu', 'adamw'],
  ['cpu', 'adafactor'],
  ['wasm', 'adamw'],
] as const)('on %s with %s', (choice, kind) => {
  const change = { optimizer: usualOptimiser(kind), steps: 6, evalEvery: 3 };

  test('one whole stage is plain prompt tuning, bit for bit', async () => {
    const own = await createNodeEngine(choice);
    const plain = await tune(own, change);
    const { run, session } = grow(own, change, { looks: [3, 6] });
    const grown = await run.run();
    expect(grown?.best).toEqual(plain.best);
    expect(grown?.points.map(({ devFullModel }) => devFullModel)).toEqual(plain.dev);
    await expectSameState(session, plain.session);
    await own.release();
  });

  test('a switch to another program carries prompt, optimiser state, rate and data order over, bit for bit', async () => {
    const own = await createNodeEngine(choice);
    const plain = await tune(own, change);
    // The same PLM under other names: whatever a switch lost or drew anew would show.
    const again = (key: string): PlmVersion => ({ key, pass: (prompted) => prompted });
    const stages = [
      { version: again('first'), to: 2 },
      { version: again('second'), to: 3 },
      { version: WHOLE, to: 6 },
    ];
    const { run, session } = grow(own, change, { stages, looks: [3, 6] });
    const grown = await run.run();
    expect(grown?.stages.map(({ steps }) => steps)).toEqual([2, 1, 3]);
    expect(grown?.best).toEqual(plain.best);
    await expectSameState(session, plain.session);
    await own.release();
  });
});

describe('a growing run', () => {
  test('takes the planned steps of each part, which cost less, and is measured on its own part and on the whole', async () => {
    const { run } = grow(engine, {}, { stages: STAGES, looks: [5, 8, 12] });
    const grown = await run.run();
    expect(grown?.stages.map(({ steps }) => steps)).toEqual([5, 3, 4]);
    const each = grown?.stages.map(({ steps, flops }) => flops / steps) ?? [];
    expect(each[0]).toBeLessThan(each[1]);
    expect(each[1]).toBeLessThan(each[2]);
    const points = grown?.points ?? [];
    // A point at a boundary is of the stage whose step was taken last.
    expect(points.map(({ step, stage }) => [step, stage])).toEqual([
      [5, 0],
      [8, 1],
      [12, 2],
    ]);
    expect(points[2].devOwnModel).toBe(points[2].devFullModel);
    expect(points[2].flops).toBe(grown?.stages.reduce((sum, { flops }) => sum + flops, 0));
    const most = Math.max(...points.map(({ devFullModel }) => devFullModel));
    expect(grown?.best.dev).toBe(most);
    expect(grown?.best.step).toBe(points.find(({ devFullModel }) => devFullModel === most)?.step);
  });

  test('compiles and warms up outside the seconds that count', async () => {
    const { run } = grow(engine, {}, { stages: STAGES, looks: [12] });
    const { seconds } = (await run.run()) ?? { seconds: null };
    expect(seconds?.compileMs.every((ms) => ms > 0)).toBe(true);
    expect(seconds?.switchMs[0]).toBe(0);
    const trained = 1000 * (seconds?.stages.reduce((sum, one) => sum + one, 0) ?? 0);
    expect(1000 * (seconds?.points[0] ?? 0)).toBeCloseTo(trained, 0);
  });

  test('leaves no program of a part behind: only the whole PLM’s are kept for the next run', async () => {
    const [grown, whole] = [new ProgramCache(), new ProgramCache()];
    await grow(engine, {}, { stages: STAGES }, grown).run.run();
    await grow(engine, {}, {}, whole).run.run();
    expect(grown.size).toBeGreaterThan(0);
    expect(grown.size).toBeLessThanOrEqual(whole.size);
  });

  test('that goes on inside a stage ends with the bits of one that was never interrupted', async () => {
    const checkpoints: GrowthCheckpoint[] = [];
    const options = { stages: STAGES, looks: [7, 12] };
    const whole = grow(
      engine,
      {},
      { ...options, onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint) },
    );
    const outcome = await whole.run.run();
    const middle = checkpoints.find(({ step }) => step === 7);
    expect(middle?.stage).toBe(1);
    const rest = grow(engine, {}, { ...options, from: structuredClone(middle) ?? null });
    const resumed = await rest.run.run();
    expect(resumed?.best).toEqual(outcome?.best);
    expect(resumed?.points).toEqual(outcome?.points);
    expect(resumed?.stages).toEqual(outcome?.stages);
    await expectSameState(rest.session, whole.session);
  });

  test('that was stopped before an evaluation makes up for it on the part that it was due on', async () => {
    const checkpoints: GrowthCheckpoint[] = [];
    const options = { stages: STAGES, looks: [5, 12] };
    const first = grow(
      engine,
      {},
      {
        ...options,
        onStep: (step) => {
          if (step === 5) first.control.stop();
        },
        onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint),
      },
    );
    expect(await first.run.run()).toBeNull();
    const left = checkpoints.at(-1);
    expect([left?.step, left?.points.length]).toEqual([5, 0]);
    const rest = await grow(engine, {}, { ...options, from: left ?? null }).run.run();
    const whole = await grow(engine, {}, options).run.run();
    expect(rest?.points).toEqual(whole?.points);
    expect(rest?.best).toEqual(whole?.best);
  });

  test('at a plateau grows before its time, and no stage lasts longer than planned', async () => {
    // No loss falls by a million: every stage ends as soon as it can.
    const growth = { kind: 'plateau', epsilon: 1e6, window: 1 } as const;
    const early = await grow(engine, {}, { stages: STAGES, growth, looks: [12] }).run.run();
    expect(early?.stages.map(({ steps }) => steps)).toEqual([2, 2, 8]);
    const late = { kind: 'plateau', epsilon: 1e-9, window: 20 } as const;
    const planned = await grow(engine, {}, { stages: STAGES, growth: late, looks: [12] }).run.run();
    expect(planned?.stages.map(({ steps }) => steps)).toEqual([5, 3, 4]);
  });

  test('that diverges says at which step', async () => {
    const { run } = grow(
      engine,
      { learningRate: 1e38, clipNorm: null, steps: 20, schedule: 'constant', warmupShare: 0 },
      { stages: [...STAGES.slice(0, 2), { version: WHOLE, to: 20 }], looks: [20] },
    );
    await expect(run.run()).rejects.toMatchObject({ code: 'diverged' });
  });
});
