/** An experiment as small as one can be: letters of tasks are counted and compared. Only tests import it. */
import { Float32Schema } from '../../../src/experiment/number-codec.ts';
import * as v from 'valibot';
import type { CellKind } from '../../../src/experiment/sweep/cell-kind.ts';
import { tableOf, type Experiment } from '../../../src/experiment/sweep/experiment.ts';
import { sweepParser } from '../../../src/experiment/sweep/parse-sweep.ts';
import type { SweepRecipe } from '../../../src/experiment/sweep/sweep-recipe.ts';
import type { SweepHeader } from '../../../src/experiment/sweep/sweep-record.ts';
import type { CellComputation } from '../../../src/methods/sweep/cell-computation.ts';
import type { SweepMethod } from '../../../src/methods/sweep/sweep-method.ts';
import type { World } from '../../../src/methods/sweep/sweep-world.ts';
import { madePart, madeTask } from '../../experiment/made-sweep.ts';

/** Of the second form, which names its method. */
export interface LettersSweep extends SweepRecipe {
  readonly version: 2;
  readonly method: 'letters';
  readonly letter: string;
}

interface CountCell {
  readonly kind: 'count';
  readonly task: string;
  readonly seed: number;
}

interface CountedCell {
  readonly kind: 'counted';
  readonly letters: Float32Array;
}

export const COUNT: CellKind<CountCell, CountedCell, LettersSweep> = {
  kind: 'count',
  id: ({ task, seed }) => `count ${task} seed ${String(seed)}`,
  list: ({ tasks, seeds }) =>
    seeds.flatMap((seed) => tasks.map((task): CountCell => ({ kind: 'count', task, seed }))),
  owner: ({ task }) => task,
  tasks: ({ task }) => [task],
  result: {
    kind: 'counted',
    schema: v.object({
      kind: v.literal('counted'),
      letters: Float32Schema,
    }),
  },
  fits: ({ letters }) => letters.length === 1,
  holds: () => true,
  takesAsLongAs: 'compare',
};

interface CompareCell {
  readonly kind: 'compare';
  readonly first: string;
  readonly second: string;
  readonly seed: number;
}

interface ComparedCell {
  readonly kind: 'compared';
  readonly difference: number;
}

export const COMPARE: CellKind<CompareCell, ComparedCell, LettersSweep> = {
  kind: 'compare',
  id: ({ first, second, seed }) => `compare ${first} ${second} seed ${String(seed)}`,
  list: ({ tasks, seeds }) =>
    seeds.flatMap((seed) =>
      tasks.slice(1).map((second, at): CompareCell => ({ kind: 'compare', first: tasks[at], second, seed })),
    ),
  owner: ({ first }) => first,
  tasks: ({ first, second }) => [first, second],
  result: {
    kind: 'compared',
    schema: v.object({ kind: v.literal('compared'), difference: v.number() }),
  },
  fits: ({ difference }) => Number.isInteger(difference),
  holds: (now, then) => now.letter === then.letter,
  takesAsLongAs: 'count',
};

export const letters: Experiment<LettersSweep> = {
  kind: 'letters',
  version: 2,
  parse: sweepParser<LettersSweep>(
    v.strictObject({
      version: v.literal(2),
      method: v.literal('letters'),
      plm: v.string(),
      tasks: v.array(v.string()),
      seeds: v.array(v.number()),
      engine: v.picklist(['auto', 'webgpu', 'wasm', 'cpu']),
      letter: v.string(),
    }),
    ({ letter }) => (letter.length === 1 ? [] : [{ field: 'letter', message: 'must be one letter' }]),
  ),
  name: ({ letter, tasks }) => `${letter} in ${String(tasks.length)} tasks`,
  cells: [COUNT, COMPARE],
  header: { alphabet: v.string() },
  alike: (now, then) => now.letter === then.letter,
};

export const EXPERIMENTS_WITH_LETTERS = tableOf<Experiment>(letters);

/** What is counted, in this order. */
export const counted: string[] = [];

class LettersWorld implements World {
  constructor(readonly sweep: LettersSweep) {}

  header(): Promise<SweepHeader> {
    return Promise.resolve({
      ...{ tasks: this.sweep.tasks.map((task) => madeTask(task)), plms: [] },
      ...{ alphabet: 'latin' },
    });
  }

  engine(): Promise<never> {
    return Promise.reject(new Error('letters need no engine'));
  }
}

const count: CellComputation<CountCell, CountedCell, LettersWorld> = {
  of: COUNT,
  compute({ task, seed }, { world }) {
    counted.push(task);
    if (task === 'broken') return Promise.reject(new Error('no letters'));
    return Promise.resolve({
      kind: 'counted',
      letters: Float32Array.of(task.split(world.sweep.letter).length - 1 + seed),
    });
  },
};

const compare: CellComputation<CompareCell, ComparedCell, LettersWorld> = {
  of: COMPARE,
  async compute({ first, second, seed }, { need }) {
    const [one, other] = [
      await need(COUNT, { kind: 'count', task: first, seed }),
      await need(COUNT, { kind: 'count', task: second, seed }),
    ];
    return { kind: 'compared', difference: other.letters[0] - one.letters[0] };
  },
};

export const lettersMethod: SweepMethod<LettersSweep, LettersWorld> = {
  experiment: letters,
  world: (recipe) => new LettersWorld(recipe),
  computations: [count, compare],
};

export const lettersSweep = (change: Partial<LettersSweep> = {}): LettersSweep => ({
  version: 2,
  method: 'letters',
  plm: '',
  tasks: ['banana', 'alpha', 'moon'],
  seeds: [1, 2],
  engine: 'cpu',
  letter: 'a',
  ...change,
});

/** The record of a sweep as it begins. */
export async function lettersRecord(recipe = lettersSweep(), startedAt = '2026-01-01T00:00:00Z') {
  const header = await new LettersWorld(recipe).header();
  return {
    version: 1 as const,
    kind: 'sweep' as const,
    recipe,
    ...header,
    parts: [madePart(startedAt)],
    cells: {},
  };
}
