/** A run record around a prompt that came without one: a run that never was, and says so. */
import { defaultRecipe } from '../experiment/default-recipe.ts';
import { parseRecipe } from '../experiment/recipe-schema.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { SavedPrompt } from '../methods/prompt/prompt-init.ts';

/** A recipe needs two classes; these stand for none. */
const NO_TASK = { name: 'none', template: '{a} [MASK]', labelWords: [['no'], ['yes']] };

/** @throws LabError `recipe` for a prompt longer than any that the lab trains */
export function importedRecord(prompt: SavedPrompt, plm: string, source: string, madeBy: string): RunRecord {
  return {
    version: 1,
    recipe: parseRecipe({
      ...defaultRecipe(NO_TASK, plm),
      promptLength: prompt.length,
      init: { kind: 'saved', promptId: source },
    }),
    labels: NO_TASK.labelWords.flat(),
    startedAt: new Date().toISOString(),
    engine: {
      engine: 'cpu',
      device: 'none',
      why: 'The prompt was imported; nothing was computed.',
      threads: 0,
      parity: null,
      graphCapture: 'off',
      versions: {},
      diagnostics: {},
    },
    points: [],
    dev: [],
    baselines: null,
    activations: [],
    promptTokens: null,
    examples: null,
    prompt,
    result: null,
    madeBy,
  };
}
