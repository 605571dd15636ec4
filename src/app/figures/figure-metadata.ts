/** What an exported figure says about the run it is of. */
import type { FigureMetadata } from '../../views/table-twin.ts';
import type { RunState } from '../run/run-state.ts';

export function figureMetadata(run: RunState): FigureMetadata {
  const { recipe, engine } = run;
  return {
    madeBy: run.madeBy,
    startedAt: run.startedAt,
    seed: recipe === null ? '' : String(recipe.seed),
    recipe: recipe === null ? '' : JSON.stringify(recipe),
    engine: engine === null ? '' : `${engine.engine} on ${engine.device}`,
    versions: engine === null ? '' : JSON.stringify(engine.versions),
  };
}

/** Without ending. */
export function figureFileName(run: RunState, figure: string): string {
  const { recipe } = run;
  const name = recipe === null ? 'run' : `${recipe.plm}-${recipe.task}-seed${recipe.seed}`;
  return `${name}-${figure}`;
}
