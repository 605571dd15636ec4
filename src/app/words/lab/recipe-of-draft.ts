/** The form of a run of words as the recipe of a sweep. Pure. */
import { LabError } from '../../../errors/lab-error.ts';
import { presetOf, presetNamed } from '../../../data/verbalizers/presets.ts';
import { defaultVerbalize } from '../../../experiment/verbalizer/default-verbalize.ts';
import { DEFAULT_EXPANSION } from '../../../experiment/verbalizer/expansion.ts';
import { usualTemplates } from '../../../experiment/verbalizer/usual-templates.ts';
import type { StoredVerbalizer } from '../../../experiment/verbalizer/verbalizer.ts';
import type { AskedWords, VerbalizeSweep } from '../../../experiment/verbalizer/verbalize-recipe.ts';
import { parseVerbalizeSweep } from '../../../experiment/verbalizer/verbalize-schema.ts';
import type { TaskEntry } from '../../../experiment/task-types.ts';
import { readSeeds } from '../../sweep/read-seeds.ts';
import type { WordsDraft } from '../words-lab-types.ts';

/** A list of words that a run can be made with. */
export interface WordList {
  readonly label: string;
  readonly asked: AskedWords;
}

/** What tells lists apart, in forms and in runs that were made with them. */
export function keyOfWords(asked: AskedWords): string {
  switch (asked.kind) {
    case 'preset':
      return asked.preset;
    case 'listed':
      return asked.sha256 ?? asked.name;
    case 'expanded':
      return asked.seeds === null ? 'expanded' : `expanded ${JSON.stringify(asked.seeds)}`;
  }
  return asked satisfies never;
}

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
            label: presetNamed(preset.name).label,
            asked: { kind: 'preset', preset: preset.name } as const,
          },
        ]),
    {
      label: 'Expanded from WordNet, offline',
      asked: { kind: 'expanded', seeds: null, settings: settingsFor(task) },
    },
  ];
}

/** A verbalizer of this device or of a file as a list. */
export const listOfVerbalizer = ({ name, words }: StoredVerbalizer, sha256: string | null): WordList => ({
  label: name,
  asked: { kind: 'listed', name, sha256, words },
});

/** The form as it is when a task is chosen. */
export function draftFor(plm: string, task: TaskEntry, draft: WordsDraft): WordsDraft {
  return {
    ...draft,
    plm,
    task: task.name,
    templates: usualTemplates(task, task.pairs),
    words: keyOfWords(shippedLists(task)[0].asked),
    frequencyCut: '',
  };
}

/**
 * @param manual one word a class
 * @param lists that the form can choose from
 * @throws LabError `recipe` naming what is wrong, `label-words` where the list isn't there
 */
export function recipeOfDraft(
  draft: WordsDraft,
  task: TaskEntry,
  manual: readonly (readonly string[])[],
  lists: readonly WordList[],
): VerbalizeSweep {
  const words = lists.find(({ asked }) => keyOfWords(asked) === draft.words)?.asked;
  if (words === undefined)
    throw new LabError({
      code: 'label-words',
      message: 'The list of words that the form names is not on this device any more.',
      remedy: 'Choose another list of words.',
      where: 'words',
    });
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
