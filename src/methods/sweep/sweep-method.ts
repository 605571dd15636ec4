/** How an experiment's sweeps are computed: the world that their cells share, and a computation a kind of cell. */
import type { Experiment } from '../../experiment/sweep/experiment.ts';
import type { SweepRecipe } from '../../experiment/sweep/sweep-recipe.ts';
import type { SweepPart, SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import type { CellComputation } from './cell-computation.ts';
import type { SweepSources, World } from './sweep-world.ts';

export interface SweepMethod<Recipe extends SweepRecipe = SweepRecipe, W extends World = World> {
  readonly experiment: Experiment<Recipe>;
  /** @param onCompile hears the name of each program that is compiled */
  world(recipe: Recipe, sources: SweepSources, onCompile?: (program: string) => void): W;
  readonly computations: readonly CellComputation[];
}

export type SweepMethods = ReadonlyMap<string, SweepMethod>;

export const methodTable = (...methods: readonly SweepMethod[]): SweepMethods =>
  new Map(methods.map((method) => [method.experiment.kind, method]));

/** The record of a sweep as it begins, without cells. @throws LabError what is wrong with files, tasks or the engine */
export async function beginRecord(
  world: World,
  made: Pick<SweepPart, 'madeBy' | 'startedAt'>,
): Promise<SweepRecord> {
  const { sweep } = world;
  const header = await world.header();
  const { report } = await world.engine(sweep.plm);
  return {
    version: 1,
    kind: 'sweep',
    recipe: sweep,
    ...header,
    parts: [{ ...made, engine: report }],
    cells: {},
  };
}
