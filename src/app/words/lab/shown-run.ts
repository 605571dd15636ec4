/** What the place shows of a record and its report. Pure. */
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';
import { WORD_LOGITS } from '../../../experiment/verbalizer/cells/word-logits.ts';
import type { VerbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';
import { cutFor } from '../../../experiment/verbalizer/verbalize-recipe.ts';
import type { VerbalizeReport } from '../../../experiment/verbalizer/verbalize-report.ts';
import type { WordLogits } from '../../../experiment/verbalizer/word-logits.ts';
import type { FigureMetadata } from '../../../views/table-twin.ts';
import type { ShownRun } from '../words-lab-types.ts';
import { keyOfWords } from './recipe-of-draft.ts';

function metadataOf({ parts, recipe }: VerbalizeRecord): FigureMetadata {
  const [first] = parts;
  const last = parts.at(-1);
  return {
    madeBy: first?.madeBy ?? '',
    startedAt: first?.startedAt ?? '',
    seed: recipe.seeds.join(' '),
    recipe: JSON.stringify(recipe),
    engine: last === undefined ? '' : `${last.engine.engine} on ${last.engine.device}`,
    versions: last === undefined ? '' : JSON.stringify(last.engine.versions),
  };
}

/** The first task of a record; null while nothing of it is there. */
export function shownRun(
  record: VerbalizeRecord,
  report: VerbalizeReport,
  trained: ShownRun['trained'],
): ShownRun | null {
  const [task] = report.tasks;
  if (task === undefined) return null;
  const { recipe } = record;
  const family = record.tasks.find(({ name }) => name === task.task)?.family ?? '';
  return {
    plm: recipe.plm,
    seeds: recipe.seeds,
    task,
    words: keyOfWords(recipe.words[task.task]),
    support: recipe.support,
    frequencyCut: cutFor(recipe, family),
    looks: task.templates.flatMap((_, template) => recipe.seeds.map((seed) => ({ template, seed }))),
    trained,
    madeBy: metadataOf(record),
  };
}

/** The word logits that a record keeps of a task; null where it keeps none. */
export function keptLogits(
  record: VerbalizeRecord,
  task: string,
): { readonly template: number; readonly seed: number; readonly logits: WordLogits } | null {
  const { shown, seeds } = record.recipe;
  if (!Object.hasOwn(shown, task)) return null;
  const look = { template: shown[task], seed: seeds[0] };
  const found = resultOf(record.cells, WORD_LOGITS, { kind: 'word-logits', task, ...look });
  const truth = record.tasks.find(({ name }) => name === task)?.truth;
  if (found === null || truth === undefined) return null;
  const { rows, support, prior, ranks } = found;
  const classes = record.words[task];
  return {
    ...look,
    logits: {
      words: classes.map(({ words }) => words),
      manual: classes.map(({ manual }) => manual),
      truth,
      rows,
      support,
      prior,
      ranks,
      vocabulary: record.vocabulary,
    },
  };
}
