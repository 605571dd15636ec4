/** Cells that train a target from an untrained prompt where it is looked at early: what a source's prompt is set against. */
import type { CellKind } from '../../sweep/cell-kind.ts';
import type { TransferSweep } from '../sweep-recipe.ts';
import { answersAll, hasPromptLength } from './answers.ts';
import { INITIALISED, sameLooks, type InitialisedCell } from './initialise.ts';
import { samePlm } from './plms.ts';

export interface RandomStartCell {
  readonly kind: 'random-start';
  readonly target: string;
  readonly seed: number;
}

export const RANDOM_START: CellKind<RandomStartCell, InitialisedCell, TransferSweep> = {
  kind: 'random-start',
  id: ({ target, seed }) => `random-start ${target} seed ${String(seed)}`,
  list({ seeds, initialisation, earlyLooks }) {
    // Without early looks the prompts that the sweep trains anyway are the random start.
    if (earlyLooks === undefined) return [];
    const targets = [...new Set(initialisation.map(({ target }) => target))];
    return seeds.flatMap((seed) =>
      targets.map((target): RandomStartCell => ({ kind: 'random-start', target, seed })),
    );
  },
  owner: ({ target, seed }, { plm }) => `${plm} shared ${target} ${String(seed)}`,
  tasks: ({ target }) => [target],
  result: INITIALISED,
  fits: (result, { target }, record) =>
    answersAll(result.predictions, target, record) && hasPromptLength(result, record),
  holds: (now, then) => samePlm(now, then) && sameLooks(now, then),
  takesAsLongAs: 'train',
};
