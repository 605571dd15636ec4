/** What it costs to let every part read the growing run's prompts: said before it is asked for. Pure. */
import { readSeeds } from '../sweep/read-seeds.ts';
import type { GrowDraft } from './grow-lab-types.ts';
import { countsOfDraft } from './stage-draft.ts';

export interface GridCost {
  readonly evaluations: number;
  readonly parts: number;
  /** Dev rows that each part reads of each prompt. */
  readonly rows: number;
  /** At most so many full runs; a training step goes forward and backward, a reading forward alone. */
  readonly runs: number;
}

const PASSES_OF_A_STEP = 2;

/** @param devRows of the task @returns null while the form has no numbers for it */
export function gridCost(draft: GrowDraft, devRows: number | null): GridCost | null {
  const counts = countsOfDraft(draft.stages);
  const [steps, every, batch] = [draft.steps, draft.evalEvery, draft.batch].map(Number);
  const asked = draft.devRows.trim() === '' ? devRows : Math.min(Number(draft.devRows), devRows ?? Infinity);
  if (counts === null || asked === null || ![steps, every, batch, asked].every((number) => number > 0))
    return null;
  const evaluations = Math.ceil(steps / every);
  const depths = new Set(counts.map(({ layers }) => layers)).size;
  const widths = new Set(counts.map(({ neurons }) => neurons)).size;
  const parts = depths * widths;
  const runs = (evaluations * parts * asked) / (PASSES_OF_A_STEP * steps * batch);
  return { evaluations, parts, rows: asked, runs };
}

export function gridCostText(draft: GrowDraft, devRows: number | null): string {
  const cost = gridCost(draft, devRows);
  if (cost === null) return 'What it costs is known when the numbers are there.';
  const { evaluations, parts, rows, runs } = cost;
  const seeds = readSeeds(draft.seeds)?.length ?? 1;
  const share = runs < 0.1 ? 'less than a tenth of a full run' : `at most ${runs.toFixed(1)} full runs`;
  return `${String(parts)} parts read ${String(rows)} dev rows at ${String(evaluations)} evaluations: ${share}${seeds > 1 ? ', for each seed' : ''}.`;
}
