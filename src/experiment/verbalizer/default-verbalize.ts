/** The verbalize sweep when nothing is changed. */
import type { TaskInfo } from '../task-types.ts';
import { CHAIN_NAMES } from './variants.ts';
import { usualTemplates } from './usual-templates.ts';
import type { AskedWords, FewShotSettings, VerbalizeSweep } from './verbalize-recipe.ts';

export const DEFAULT_FEW_SHOT: FewShotSettings = {
  steps: 100,
  weightsRate: 0.06,
  rowsRate: 0.003,
  promptRate: 0.03,
  promptLength: 20,
  jointly: false,
};

/** As published: 200 unlabelled texts, three draws of the original's five. */
export const DEFAULT_SUPPORT = 200;
export const DEFAULT_SEEDS = [144, 145, 146];

/** @param pairs whether rows have a second text */
export function defaultVerbalize(
  plm: string,
  tasks: readonly {
    readonly info: Pick<TaskInfo, 'name' | 'family' | 'template'>;
    readonly pairs: boolean;
    readonly words: AskedWords;
    readonly manual: readonly (readonly string[])[];
  }[],
): VerbalizeSweep {
  return {
    version: 1,
    method: 'verbalize',
    plm,
    tasks: tasks.map(({ info }) => info.name),
    seeds: DEFAULT_SEEDS,
    engine: 'auto',
    templates: Object.fromEntries(
      tasks.map(({ info, pairs }) => [info.name, usualTemplates(info, pairs)] as const),
    ),
    words: Object.fromEntries(tasks.map(({ info, words }) => [info.name, words] as const)),
    manual: Object.fromEntries(tasks.map(({ info, manual }) => [info.name, manual] as const)),
    handling: 'mean',
    oneToken: true,
    support: DEFAULT_SUPPORT,
    supportRows: null,
    supportSizes: [],
    frequencyCut: null,
    variants: CHAIN_NAMES,
    shots: [],
    fewShot: DEFAULT_FEW_SHOT,
    maxLength: 64,
    testRows: 500,
    keepScores: false,
    shown: {},
  };
}
