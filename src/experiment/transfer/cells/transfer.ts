/** Cells that score a prompt on a target's test rows with the target's label words; nothing is trained. */
import * as v from 'valibot';
import { NumberSchema } from '../../number-codec.ts';
import type { CellKind, ResultKind } from '../../sweep/cell-kind.ts';
import { counts } from '../../sweep/schema-parts.ts';
import type { StartKind, TransferSweep } from '../sweep-recipe.ts';
import { answersAll } from './answers.ts';
import { otherPlms } from './plms.ts';

/** Whose prompt is put before the target's rows. */
export type PromptSource =
  | { readonly kind: 'task'; readonly task: string; readonly start: StartKind }
  /** Untrained, drawn as initial prompts are. */
  | { readonly kind: 'random'; readonly draw: number }
  /** The template alone. */
  | { readonly kind: 'none' };

export interface ScoreCell {
  readonly kind: 'transfer';
  readonly source: PromptSource;
  readonly target: string;
  readonly seed: number;
  readonly plm: string;
}

export interface ScoredCell {
  readonly kind: 'scored';
  /** The class chosen for each of the target's test rows used. */
  readonly predictions: readonly number[];
  /** Seconds in all, and those in which the PLM computed. */
  readonly seconds: readonly [all: number, forward: number];
}

export const SCORED: ResultKind<ScoredCell> = {
  kind: 'scored',
  schema: v.object({
    kind: v.literal('scored'),
    predictions: counts,
    seconds: v.tuple([NumberSchema, NumberSchema]),
  }),
};

function sourceId(source: PromptSource): string {
  switch (source.kind) {
    case 'task':
      return `${source.start}/${source.task}`;
    case 'random':
      return `random/${String(source.draw)}`;
    case 'none':
      return 'no-prompt';
  }
  return source satisfies never;
}

function baselines({ tasks, seeds, randomPrompts }: TransferSweep, plm: string): readonly ScoreCell[] {
  const scored = (source: PromptSource, seed: number): readonly ScoreCell[] =>
    tasks.map((target) => ({ kind: 'transfer', source, target, seed, plm }));
  const draws = Array.from({ length: randomPrompts }, (_, draw) => draw);
  return [
    ...scored({ kind: 'none' }, 0),
    ...seeds.flatMap((seed) => draws.flatMap((draw) => scored({ kind: 'random', draw }, seed))),
  ];
}

/** Scores of the other PLMs' own prompts and of untrained ones on them, which projected prompts are compared with. */
function onOtherPlms(sweep: TransferSweep): readonly ScoreCell[] {
  return otherPlms(sweep).flatMap((plm) => [
    ...baselines(sweep, plm),
    ...sweep.seeds.flatMap((seed) =>
      sweep.tasks.map((target): ScoreCell => ({
        kind: 'transfer',
        source: { kind: 'task', task: target, start: 'shared' },
        target,
        seed,
        plm,
      })),
    ),
  ]);
}

export const TRANSFER: CellKind<ScoreCell, ScoredCell, TransferSweep> = {
  kind: 'transfer',
  id: ({ plm, source, target, seed }) =>
    `transfer ${plm} ${sourceId(source)} → ${target} seed ${String(seed)}`,
  list: ({ tasks, starts, seeds, plm }) =>
    seeds.flatMap((seed) =>
      starts.flatMap((start) =>
        tasks.flatMap((task) =>
          tasks.map((target): ScoreCell => ({
            kind: 'transfer',
            source: { kind: 'task', task, start },
            target,
            seed,
            plm,
          })),
        ),
      ),
    ),
  listedBefore: new Map([
    // What needs no training is there at once.
    ['train', (sweep: TransferSweep) => baselines(sweep, sweep.plm)],
    ['project', onOtherPlms],
  ]),
  owner({ source, target, seed, plm }) {
    return source.kind === 'task'
      ? `${plm} ${source.start} ${source.task} ${String(seed)}`
      : `${plm} ${target} ${String(seed)}`;
  },
  tasks: ({ source, target }) => (source.kind === 'task' ? [source.task, target] : [target]),
  result: SCORED,
  fits: ({ predictions }, { target }, record) => answersAll(predictions, target, record),
  // Its id names its PLM.
  holds: () => true,
  takesAsLongAs: 'mask',
};
