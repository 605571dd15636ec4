/** One projector of a sweep: trained, its alarm read, its projected prompts and their controls scored on every task. */
import type { ProjectionSettings } from '../../experiment/sweep-recipe.ts';
import type { ProjectedCell, ScoredCell } from '../../experiment/sweep-record.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { PromptSession } from '../prompt/prompt-session.ts';
import type { RunControl } from '../prompt/run-control.ts';
import type { SweepWorld } from './sweep-world.ts';

export interface ProjectCellParts {
  readonly world: SweepWorld;
  readonly settings: ProjectionSettings;
  readonly seed: number;
  readonly control: RunControl;
  readonly progress: (doing: string, done: number, total: number) => void;
  /** A task's trained prompt on a PLM. */
  readonly prompt: (plm: string, task: string) => Promise<SavedPrompt>;
  /** An untrained prompt of the sweep's PLM. */
  readonly untrained: (task: string, draw: number) => Promise<SavedPrompt>;
  readonly score: (session: PromptSession, prompt: SavedPrompt, doing: string) => Promise<ScoredCell>;
}

export function projectCell(parts: ProjectCellParts): Promise<ProjectedCell> {
  return Promise.reject(new Error(`no projector yet for ${parts.settings.toPlm}`));
}
