/** What a verbalize sweep leaves behind. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import type { Experiment } from '../sweep/experiment.ts';
import { same } from '../sweep/same.ts';
import { count, counts, text } from '../sweep/schema-parts.ts';
import type { SweepHeader, SweepRecord } from '../sweep/sweep-record.ts';
import { VERBALIZE_CELLS } from './cells/index.ts';
import { WORD_SOURCES } from './expansion.ts';
import type { UsableClass } from './usable-words.ts';
import { verbalizeRecipe, type VerbalizeSweep } from './verbalize-recipe.ts';

export interface VerbalizeHeader extends SweepHeader {
  /** By task, what the PLM can use of each class's words. */
  readonly words: Readonly<Record<string, readonly UsableClass[]>>;
  /** Tokens of the PLM. */
  readonly vocabulary: number;
}

export type VerbalizeRecord = SweepRecord<VerbalizeSweep> & VerbalizeHeader;

const Word = v.object({
  word: text,
  score: v.number(),
  source: v.picklist(WORD_SOURCES),
  path: v.array(text),
  ids: counts,
  tokens: v.array(text),
});

const Class = v.object({
  label: text,
  listed: count,
  words: v.array(Word),
  manual: v.array(Word),
  dropped: v.array(
    v.object({
      word: text,
      why: v.picklist(['several-tokens', 'unknown', 'shared', 'repeated']),
      with: v.exactOptional(text),
    }),
  ),
});

/** What decides every cell. */
function shared(recipe: VerbalizeSweep): object {
  const { words, manual, templates, handling, oneToken, support, supportRows } = recipe;
  const { frequencyCut, maxLength, testRows, keepScores } = recipe;
  const asked = { words, manual, templates, handling, oneToken, support, supportRows };
  return { ...asked, frequencyCut, maxLength, testRows, keepScores };
}

export const verbalizeExperiment: Experiment<VerbalizeSweep> = {
  ...verbalizeRecipe,
  cells: VERBALIZE_CELLS,
  header: { words: v.record(text, v.array(Class)), vocabulary: count },
  // What is asked of each cell beyond is looked at by its kind.
  alike: (now, then) => same(shared(now), shared(then)),
};

const isVerbalize = (record: SweepRecord): record is VerbalizeRecord =>
  record.recipe.method === verbalizeRecipe.kind;

/** @throws LabError `file` for the record of another experiment */
export function verbalizeRecord(record: SweepRecord): VerbalizeRecord {
  if (isVerbalize(record)) return record;
  throw new LabError({
    code: 'file',
    message: 'This sweep is none of verbalizers.',
    remedy: 'Open it where sweeps of its kind are shown.',
    where: 'recipe',
  });
}
