/** A bank of prompts against one prompt with as many rows: what training many prompts at once costs. */
import type { Engine } from '../engine/engine-types.ts';
import { bankProgram } from '../methods/prompt/bank-program.ts';
import { trainProgram } from '../methods/prompt/programs.ts';
import type { StepSettings } from '../methods/training/step-program.ts';
import type { BatchShape } from '../plm/inputs.ts';
import type { Plm } from '../plm/plm.ts';
import { readyToRun, timeInTurn } from '../methods/prompt/measure.ts';

export interface BankFigures {
  readonly engine: string;
  readonly model: string;
  readonly prompts: number;
  /** Rows of a step, of all prompts together. */
  readonly batch: number;
  readonly bankStepMs: number;
  readonly singleStepMs: number;
  readonly bankRowsPerSecond: number;
  readonly singleRowsPerSecond: number;
  /** Rows a second of the bank over those of one prompt. */
  readonly ratio: number;
}

/**
 * Median step times, in turn, of one prompt and of `prompts` prompts that share the batch's rows; two classes each.
 * @param numbers the batch as one prompt's program takes it
 */
export async function bankFigures(
  engine: Engine,
  plm: Plm,
  shape: BatchShape,
  prompts: number,
  numbers: Readonly<Record<string, ArrayLike<number>>>,
  settings: StepSettings,
  runs: number,
): Promise<BankFigures> {
  const { batch } = shape;
  const task = { words: 2, classes: 2 };
  const single = trainProgram(plm, shape, task, settings);
  const bank = bankProgram(plm, shape, { prompts, ...task }, settings);
  const grouped = {
    ...numbers,
    class_mask: new Float32Array(batch * task.classes),
    row_weights: new Float32Array(batch).fill(prompts / batch),
  };
  const both = [
    await readyToRun(engine, single, numbers, ['loss']),
    await readyToRun(engine, bank, grouped, ['losses']),
  ];
  const [singleStepMs, bankStepMs] = await timeInTurn(both, runs);
  for (const { program } of both) await program.release();
  return {
    engine: engine.report.engine,
    model: plm.name,
    prompts,
    batch,
    bankStepMs,
    singleStepMs,
    bankRowsPerSecond: (1000 * batch) / bankStepMs,
    singleRowsPerSecond: (1000 * batch) / singleStepMs,
    ratio: singleStepMs / bankStepMs,
  };
}

export function describeBank(row: BankFigures): string {
  const rate = (x: number): string => `${x.toFixed(0)} rows/s`;
  return `${row.engine} ${row.model}, ${String(row.prompts)} prompts × ${String(row.batch / row.prompts)} rows: ${rate(row.bankRowsPerSecond)}, one prompt × ${String(row.batch)} rows: ${rate(row.singleRowsPerSecond)} (${row.ratio.toFixed(2)} ×)`;
}
