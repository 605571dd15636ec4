/** The form of a run of words as the recipe of a sweep. Pure. */
import { presetOf, presetNamed } from '../../../data/verbalizers/presets.ts';
import { wordLists } from '../../../experiment/verbalizer/verbalizer.ts';
import { defaultVerbalize } from '../../../experiment/verbalizer/default-verbalize.ts';
import { DEFAULT_EXPANSION } from '../../../experiment/verbalizer/expansion.ts';
import { usualTemplates } from '../../../experiment/verbalizer/usual-templates.ts';
import type { StoredVerbalizer } from '../../../experiment/verbalizer/verbalizer.ts';
import type { AskedWords, VerbalizeSweep } from '../../../experiment/verbalizer/verbalize-recipe.ts';
import { parseVerbalizeSweep } from '../../../experiment/verbalizer/verbalize-schema.ts';
import type { TaskEntry } from '../../../experiment/task-types.ts';
import { readSeeds } from '../words-draft.ts';
import type { WordsDraft } from '../words-lab-types.ts';

/** A list of words that a run can be made with. */
export interface WordList {
  readonly key: string;
  readonly label: string;
  readonly asked: AskedWords;
}

export const EXPANDED_KEY = 'wordnet';

/** Sentiment is asked of adjectives, and of the list that knows their sign. */
const settingsFor = ({ family }: TaskEntry): typeof DEFAULT_EXPANSION =>
  family === 'sentiment' ? { ...DEFAULT_EXPANSION, sources: ['wordnet', 'afinn'] } : DEFAULT_EXPANSION;

/** What ships for a task: the published list where there is one, and what its label words expand to. */
export function shippedLists(task: TaskEntry): readonly WordList[] {
  const preset = presetOf(task.name, 'many');
  return [
    ...(preset === null
      ? []
      : [
          {
            key: preset.name,
            label: presetNamed(preset.name).label,
            asked: { kind: 'preset', preset: preset.name } as const,
          },
        ]),
    {
      key: EXPANDED_KEY,
      label: 'Expanded from WordNet, offline',
      asked: { kind: 'expanded', seeds: null, settings: settingsFor(task) },
    },
  ];
}

/** A verbalizer of this device or of a file as a list. */
export const listOfVerbalizer = (
  key: string,
  verbalizer: StoredVerbalizer,
  sha256: string | null,
): WordList => ({
  key,
  label: verbalizer.name,
  asked: { kind: 'listed', name: verbalizer.name, sha256, words: wordLists(verbalizer) },
});

/** The form as it is when a task is chosen. */
export function draftFor(plm: string, task: TaskEntry, draft: WordsDraft): WordsDraft {
  return {
    ...draft,
    plm,
    task: task.name,
    templates: usualTemplates(task, task.pairs),
    words: shippedLists(task)[0].key,
    frequencyCut: '',
  };
}

/**
 * @param manual one word a class
 * @param lists that the form can choose from
 * @throws LabError `recipe` naming what is wrong
 */
export function recipeOfDraft(
  draft: WordsDraft,
  task: TaskEntry,
  manual: readonly (readonly string[])[],
  lists: readonly WordList[],
): VerbalizeSweep {
  const words = (lists.find(({ key }) => key === draft.words) ?? shippedLists(task)[0]).asked;
  const base = defaultVerbalize(draft.plm, [{ info: task, pairs: task.pairs, words, manual }]);
  return parseVerbalizeSweep({
    ...base,
    seeds: readSeeds(draft.seeds) ?? base.seeds,
    templates: { [task.name]: draft.templates },
    support: Number(draft.support),
    frequencyCut: draft.frequencyCut === '' ? null : Number(draft.frequencyCut),
    handling: draft.handling,
    oneToken: draft.oneToken,
    testRows: Number(draft.rows),
    shown: { [task.name]: 0 },
  });
}
