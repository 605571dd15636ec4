/**
 * Computes the cells of a sweep. What a cell needs of another (its prompt, its neurons) comes from the record where it is,
 * and is computed on the way where it isn't.
 */
import { isResultOf, type Cell, type CellForm, type CellResult } from '../../experiment/sweep/cell-kind.ts';
import { isFailed, type CellResults } from '../../experiment/sweep/sweep-record.ts';
import type { RunControl } from '../training/run-control.ts';
import { NOTHING_UNFINISHED, type UnfinishedCells } from './unfinished-cells.ts';
import type { CellComputation, CellContext, CellProgress } from './cell-computation.ts';

export interface SweepRunnerParts<W> {
  readonly world: W;
  readonly computations: readonly CellComputation[];
  readonly control: RunControl;
  readonly progress?: CellProgress;
  /** Results that are there already, by id. */
  readonly known?: CellResults;
  readonly unfinished?: UnfinishedCells;
}

export class SweepRunner<W> {
  private readonly results = new Map<string, CellResult>();
  private readonly computations: ReadonlyMap<string, CellComputation>;
  private readonly context: CellContext<W>;

  constructor(parts: SweepRunnerParts<W>) {
    const { world, computations, control, progress, known = {}, unfinished = NOTHING_UNFINISHED } = parts;
    this.computations = new Map(computations.map((one) => [one.of.kind, one]));
    for (const [id, result] of Object.entries(known)) if (!isFailed(result)) this.results.set(id, result);
    this.context = {
      world,
      control,
      progress: progress ?? (() => undefined),
      unfinished,
      need: (form, cell) => this.need(form, cell),
      has: (form, cell) => this.found(form, cell) !== null,
      keep: (form, cell, result) => this.results.set(form.id(cell), result),
    };
  }

  /** @throws LabError what went wrong, `cancelled` when stopped; the cell can be run again */
  run(cell: Cell): Promise<CellResult> {
    return this.need(this.computationOf(cell).of, cell);
  }

  private computationOf({ kind }: Cell): CellComputation {
    const computation = this.computations.get(kind);
    if (computation !== undefined) return computation;
    throw new Error(`nothing computes cells of kind ${kind}`);
  }

  private found<C extends Cell, R extends CellResult>(form: CellForm<C, R>, cell: C): R | null {
    const known = this.results.get(form.id(cell));
    return known !== undefined && isResultOf(form, known) ? known : null;
  }

  private async need<C extends Cell, R extends CellResult>(form: CellForm<C, R>, cell: C): Promise<R> {
    const known = this.found(form, cell);
    if (known !== null) return known;
    const result = await this.computationOf(cell).compute(cell, this.context);
    if (!isResultOf(form, result)) throw new Error(`${form.id(cell)} left ${result.kind}`);
    this.results.set(form.id(cell), result);
    return result;
  }
}
