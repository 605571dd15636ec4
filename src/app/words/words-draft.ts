/** The form of a run of words. */
import { readSeeds } from '../sweep/read-seeds.ts';
import type { ShownRun, WordsDraft } from './words-lab-types.ts';

/** As a form that makes the run shown. */
export function draftOf(
  { plm, seeds, task, words, support, frequencyCut }: ShownRun,
  draft: WordsDraft,
): WordsDraft {
  return {
    ...draft,
    plm,
    task: task.task,
    templates: task.templates,
    seeds: seeds.join(','),
    words,
    support: String(support),
    frequencyCut: draft.frequencyCut === '' ? '' : String(frequencyCut),
  };
}

/** What is wrong with the form, by field; empty where a run can be started. */
export function problemsOf(draft: WordsDraft): Partial<Record<keyof WordsDraft, string>> {
  const rows = Number(draft.rows);
  const support = Number(draft.support);
  const cut = Number(draft.frequencyCut);
  const isWhole = (value: number): boolean => Number.isInteger(value) && value > 0;
  return {
    ...(draft.templates.every((line) => line.includes('[MASK]') && line.includes('{a}'))
      ? {}
      : { templates: 'Each template needs {a} and [MASK].' }),
    ...(isWhole(support) ? {} : { support: 'A whole number of texts, such as 200.' }),
    ...(isWhole(rows) ? {} : { rows: 'A whole number of rows, such as 500.' }),
    ...(readSeeds(draft.seeds) === null
      ? { seeds: 'Whole numbers with commas between, such as 144,145.' }
      : {}),
    ...(cut >= 0 && cut < 1
      ? {}
      : { frequencyCut: 'A share from 0 up to, not with, 1; empty for what is usual.' }),
  };
}
