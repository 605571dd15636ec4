/** Carries a verbalizer to the Train place: a soft prompt is tuned there with these label words. */
import { defaultRecipe } from '../../experiment/default-recipe.ts';
import type { StoredVerbalizer } from '../../experiment/verbalizer/verbalizer.ts';
import { wordLists } from '../../experiment/verbalizer/verbalizer.ts';
import type { Lab } from '../lab.ts';
import { verbalizerHash } from '../../experiment/verbalizer/verbalizer-json.ts';
import { setRecipe } from '../recipe/draft-store.ts';
import { taskOf } from './lab/words-lab-parts.ts';

/** @param template that the words were asked by @throws LabError `task` for one that isn't on this device */
export async function trainWithWords(
  lab: Pick<Lab, 'shelf' | 'draft'>,
  plm: string,
  task: string,
  template: string,
  verbalizer: StoredVerbalizer,
): Promise<void> {
  const recipe = defaultRecipe(taskOf(lab, task), plm);
  const sha256 = await verbalizerHash(verbalizer);
  setRecipe(lab.draft, {
    ...recipe,
    template,
    labelWords: wordLists(verbalizer),
    // Browsers without hashes can't name it.
    ...(sha256 === null ? {} : { verbalizer: { name: verbalizer.name, sha256 } }),
  });
  location.hash = '#/train';
}
