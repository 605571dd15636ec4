/** Which test rows each prompt of a sweep got right: the raw material of every figure. */
import { cellId, type CellOf, type PromptSource, type SweepCell } from '../../../experiment/sweep-cells.ts';
import type { StartKind } from '../../../experiment/sweep-recipe.ts';
import type {
  CellResult,
  NeuronCell,
  SweepRecord,
  SweptTask,
  TrainedCell,
} from '../../../experiment/sweep-record.ts';

/** 1 for a row that was right. */
export type RightRows = Uint8Array;

export function rightRows(predictions: readonly number[], truth: readonly number[]): RightRows {
  return Uint8Array.from(predictions, (prediction, row) => Number(prediction === truth[row]));
}

/** Share of right rows among `kept`. */
export function shareRight(right: RightRows, kept: readonly number[] | Int32Array): number {
  let sum = 0;
  for (const row of kept) sum += right[row];
  return sum / kept.length;
}

export class SweepScores {
  private readonly found = new Map<string, RightRows | null>();

  constructor(
    readonly record: SweepRecord,
    readonly start: StartKind,
  ) {}

  get tasks(): readonly SweptTask[] {
    return this.record.tasks;
  }

  get seeds(): readonly number[] {
    return this.record.recipe.seeds;
  }

  result(cell: SweepCell): CellResult | null {
    const id = cellId(cell);
    return Object.hasOwn(this.record.cells, id) ? this.record.cells[id] : null;
  }

  private right(cell: CellOf<'transfer'>, truth: readonly number[]): RightRows | null {
    const id = cellId(cell);
    const known = this.found.get(id);
    if (known !== undefined) return known;
    const result = this.result(cell);
    const right = result?.kind === 'scored' ? rightRows(result.predictions, truth) : null;
    this.found.set(id, right);
    return right;
  }

  private scored(source: PromptSource, target: SweptTask, seed: number, plm: string): RightRows | null {
    return this.right({ kind: 'transfer', source, target: target.name, seed, plm }, target.truth);
  }

  /** Rows right with the prompt of `source`. */
  ofTask(
    source: SweptTask,
    target: SweptTask,
    seed: number,
    plm = this.record.recipe.plm,
    start = this.start,
  ): RightRows | null {
    return this.scored({ kind: 'task', task: source.name, start }, target, seed, plm);
  }

  /** Rows right with each random prompt of a seed. */
  ofRandom(target: SweptTask, seed: number, plm = this.record.recipe.plm): readonly RightRows[] {
    return Array.from({ length: this.record.recipe.randomPrompts }, (_, draw) =>
      this.scored({ kind: 'random', draw }, target, seed, plm),
    ).filter((right) => right !== null);
  }

  withoutPrompt(target: SweptTask): RightRows | null {
    return this.scored({ kind: 'none' }, target, 0, this.record.recipe.plm);
  }

  /** The task's training; on another PLM prompts have the shared start alone. */
  trained(task: SweptTask, seed: number, plm = this.record.recipe.plm): TrainedCell | null {
    const start = plm === this.record.recipe.plm ? this.start : 'shared';
    const result = this.result({ kind: 'train', task: task.name, start, seed, plm });
    return result?.kind === 'trained' ? result : null;
  }

  neurons(task: SweptTask, seed: number): NeuronCell | null {
    const result = this.result({ kind: 'neurons', task: task.name, start: this.start, seed });
    return result?.kind === 'neurons' ? result : null;
  }

  /** Test rows of `target` that `source` has not been trained on. */
  keptRows(source: SweptTask, target: SweptTask): readonly number[] {
    const leaked = new Set(Object.hasOwn(target.leaked, source.name) ? target.leaked[source.name] : []);
    return target.truth.flatMap((_, row) => (leaked.has(row) ? [] : [row]));
  }
}
