/** Cells that train a target from the source's prompt. */
import * as v from 'valibot';
import type { CellKind, ResultKind } from '../../sweep/cell-kind.ts';
import { same } from '../../sweep/same.ts';
import { counts, OTHER_LENGTHS } from '../../sweep/schema-parts.ts';
import type { TransferSweep } from '../sweep-recipe.ts';
import { answersAll, hasPromptLength } from './answers.ts';
import { samePlm } from './plms.ts';
import { hasItsLengths, TRAINED_PROMPT, type TrainedPrompt } from './train.ts';

export interface InitialiseCell {
  readonly kind: 'initialise';
  readonly source: string;
  readonly target: string;
  readonly seed: number;
}

/** A prompt that was trained from another, with the classes chosen for the test rows. */
export interface InitialisedCell extends TrainedPrompt {
  readonly kind: 'initialised';
  readonly predictions: readonly number[];
}

export const INITIALISED: ResultKind<InitialisedCell> = {
  kind: 'initialised',
  schema: v.pipe(
    v.object({ kind: v.literal('initialised'), ...TRAINED_PROMPT, predictions: counts }),
    v.check((result) => hasItsLengths(result), OTHER_LENGTHS),
  ),
};

/** Whether two sweeps look at the runs of `initialisation` in the same way. */
export const sameLooks = (now: TransferSweep, then: TransferSweep): boolean =>
  same(now.earlyLooks ?? null, then.earlyLooks ?? null);

export const INITIALISE: CellKind<InitialiseCell, InitialisedCell, TransferSweep> = {
  kind: 'initialise',
  id: ({ source, target, seed }) => `initialise ${source} → ${target} seed ${String(seed)}`,
  list: ({ seeds, initialisation }) =>
    seeds.flatMap((seed) =>
      initialisation.map(({ source, target }): InitialiseCell => ({
        kind: 'initialise',
        source,
        target,
        seed,
      })),
    ),
  owner: ({ source, seed }, { plm }) => `${plm} shared ${source} ${String(seed)}`,
  tasks: ({ source, target }) => [source, target],
  result: INITIALISED,
  fits: (result, { target }, record) =>
    answersAll(result.predictions, target, record) && hasPromptLength(result, record),
  holds: (now, then) => samePlm(now, then) && sameLooks(now, then),
  takesAsLongAs: 'train',
};
