/** Which test rows each prompt of a sweep got right: the raw material of every figure. */
import { resultOf, type Cell, type CellForm, type CellResult } from '../../../experiment/sweep/cell-kind.ts';
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import { NEURONS, type NeuronCell } from '../../../experiment/transfer/cells/neurons.ts';
import { TRAIN, type TrainedCell } from '../../../experiment/transfer/cells/train.ts';
import { TRANSFER, type PromptSource, type ScoreCell } from '../../../experiment/transfer/cells/transfer.ts';
import type { StartKind } from '../../../experiment/transfer/sweep-recipe.ts';
import type { TransferRecord } from '../../../experiment/transfer/transfer-record.ts';

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
    readonly record: TransferRecord,
    readonly start: StartKind,
  ) {}

  get tasks(): readonly SweptTask[] {
    return this.record.tasks;
  }

  get seeds(): readonly number[] {
    return this.record.recipe.seeds;
  }

  result<C extends Cell, R extends CellResult>(form: CellForm<C, R>, cell: C): R | null {
    return resultOf(this.record.cells, form, cell);
  }

  private right(cell: ScoreCell, truth: readonly number[]): RightRows | null {
    const id = TRANSFER.id(cell);
    const known = this.found.get(id);
    if (known !== undefined) return known;
    const result = this.result(TRANSFER, cell);
    const right = result === null ? null : rightRows(result.predictions, truth);
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
    return this.result(TRAIN, { kind: 'train', task: task.name, start, seed, plm });
  }

  neurons(task: SweptTask, seed: number): NeuronCell | null {
    return this.result(NEURONS, { kind: 'neurons', task: task.name, start: this.start, seed });
  }

  /** Test rows of `target` that `source` has not been trained on. */
  keptRows(source: SweptTask, target: SweptTask): readonly number[] {
    const leaked = new Set(Object.hasOwn(target.leaked, source.name) ? target.leaked[source.name] : []);
    return target.truth.flatMap((_, row) => (leaked.has(row) ? [] : [row]));
  }
}
