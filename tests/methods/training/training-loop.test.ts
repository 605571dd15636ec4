import { expect, test } from 'vitest';
import { RunControl } from '../../../src/methods/training/run-control.ts';
import { TrainingLoop, type Trainable } from '../../../src/methods/training/training-loop.ts';

/** Writes down what it is asked for. */
class Scripted implements Trainable {
  readonly steps = 7;
  readonly evalEvery = 3;
  readonly readEvery: number;
  readonly log: string[] = [];
  private readonly evaluated = new Set<number>();

  constructor(
    readEvery: number,
    private readonly onLog: (line: string) => void = () => undefined,
  ) {
    this.readEvery = readEvery;
  }

  private note(line: string): Promise<void> {
    this.log.push(line);
    this.onLog(line);
    return Promise.resolve();
  }

  step(step: number): Promise<void> {
    return this.note(`step ${String(step)}`);
  }

  read(first: number, last: number): Promise<void> {
    return this.note(`read ${String(first)}–${String(last)}`);
  }

  isEvaluated(step: number): boolean {
    return this.evaluated.has(step);
  }

  async evaluate(step: number, hold: () => Promise<boolean>): Promise<void> {
    await this.note(`evaluate ${String(step)}`);
    if (await hold()) this.evaluated.add(step);
  }

  snapshot(step: number): Promise<void> {
    return this.note(`snapshot ${String(step)}`);
  }

  onPause(step: number): void {
    void this.note(`paused ${String(step)}`);
  }

  onResume(step: number): void {
    void this.note(`resumed ${String(step)}`);
  }
}

test('reads the first step at once, then as seldom as it may, and before each evaluation', async () => {
  const trained = new Scripted(10);
  expect(await new TrainingLoop(trained, new RunControl()).run()).toBe(true);
  expect(trained.log).toEqual([
    'step 1',
    'read 1–1',
    'step 2',
    'step 3',
    'read 2–3',
    'evaluate 3',
    'snapshot 3',
    'step 4',
    'step 5',
    'step 6',
    'read 4–6',
    'evaluate 6',
    'snapshot 6',
    'step 7',
    'read 7–7',
    'evaluate 7',
    'snapshot 7',
  ]);
});

test('never lets more steps pass than are remembered', async () => {
  const trained = new Scripted(2);
  await new TrainingLoop(trained, new RunControl()).run();
  const reads = trained.log.filter((line) => line.startsWith('read'));
  expect(reads).toEqual(['read 1–1', 'read 2–3', 'read 4–5', 'read 6–6', 'read 7–7']);
});

test('goes on behind the steps that were taken before, and makes up for an evaluation that was left out', async () => {
  const trained = new Scripted(10);
  await new TrainingLoop(trained, new RunControl(), 6).run();
  expect(trained.log).toEqual(['evaluate 6', 'snapshot 6', 'step 7', 'read 7–7', 'evaluate 7', 'snapshot 7']);
});

test('a stop ends it behind the step, with everything read and kept', async () => {
  const control = new RunControl();
  const trained = new Scripted(10, (line) => {
    if (line === 'step 5') control.stop();
  });
  expect(await new TrainingLoop(trained, control).run()).toBe(false);
  expect(trained.log.slice(-3)).toEqual(['step 5', 'read 4–5', 'snapshot 5']);
});

test('a stop during the last evaluation leaves it out: the best step is not known then', async () => {
  const control = new RunControl();
  const trained = new Scripted(10, (line) => {
    if (line === 'evaluate 7') control.stop();
  });
  expect(await new TrainingLoop(trained, control).run()).toBe(false);
  expect(trained.log.slice(-2)).toEqual(['evaluate 7', 'snapshot 7']);
});

test('a pause is told once with what is kept until then; its time does not count', async () => {
  const control = new RunControl();
  const trained = new Scripted(10, (line) => {
    if (line === 'step 2') control.pause();
    if (line === 'paused 2') setTimeout(() => control.resume(), 60);
  });
  const loop = new TrainingLoop(trained, control);
  await loop.run();
  const at = trained.log.indexOf('step 2');
  expect(trained.log.slice(at, at + 6)).toEqual([
    'step 2',
    'read 2–2',
    'snapshot 2',
    'paused 2',
    'resumed 2',
    'step 3',
  ]);
  expect(loop.seconds).toBeLessThan(0.05);
});

test('one step while paused is one step', async () => {
  const control = new RunControl();
  const trained = new Scripted(10, (line) => {
    if (line === 'step 2') control.pause();
    if (line === 'paused 2') setTimeout(() => control.oneStep());
    if (line === 'paused 3') setTimeout(() => control.stop());
  });
  expect(await new TrainingLoop(trained, control).run()).toBe(false);
  expect(trained.log.filter((line) => line.startsWith('step'))).toEqual(['step 1', 'step 2', 'step 3']);
});
