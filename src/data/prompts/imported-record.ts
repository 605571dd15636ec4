/** A run record around a prompt that came without one: a run that never was, and says so. */
import { promptArtefacts, type PromptValues } from '../../experiment/artefacts.ts';
import { parseRecipe } from '../../experiment/recipe-schema.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { RunRecord } from '../../experiment/run-record.ts';

export interface PromptOrigin {
  /** How the prompt is to be used: its PLM, and the task as it is asked. */
  readonly recipe: Recipe;
  readonly labels: readonly string[];
  /** Where it was before. */
  readonly source: string;
  readonly madeBy: string;
}

/** @throws LabError `recipe` for a prompt longer than any that the lab trains */
export function importedRecord(
  prompt: PromptValues,
  { recipe, labels, source, madeBy }: PromptOrigin,
): RunRecord {
  return {
    version: 3,
    hashes: null,
    recipe: parseRecipe({
      ...recipe,
      promptLength: prompt.length,
      init: { kind: 'saved', promptId: source },
    }),
    labels,
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
    baselines: [],
    activations: [],
    promptTokens: null,
    examples: null,
    stage: null,
    artefacts: promptArtefacts(prompt),
    result: null,
    madeBy,
  };
}
