/**
 * A bank of soft prompts on one PLM and one engine, trained together: each has its own task, seed, learning rate, rows and
 * label words; what decides the program is common. As `PromptSession`, programs are compiled on first use for each text
 * length, and all of them read the same weights.
 */
import type { Engine } from '../../engine/engine-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import { flatRecipe } from '../../experiment/flat-recipe.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import type { BatchNumbers } from '../training/compiled-program.ts';
import { compileOn, ProgramCache, type ReadyProgram } from '../training/program-cache.ts';
import { HISTORY_LENGTH, Trainer, type HistoryRow, type TrainState } from '../training/trainer.ts';
import { bankProgram } from './bank-program.ts';
import { bankWords, classMask, inBank, type BankWords } from './bank-words.ts';
import { batchNumbers, tokensOf, type EncodedRow, type EncodedTask } from './encoded-task.ts';
import { PROMPT_COLUMNS } from './programs.ts';

/** One prompt of a bank: what it learns and how. */
export interface BankMember {
  readonly task: EncodedTask;
  readonly recipe: Recipe;
}

/** Fields of the recipes that must be the same, because one program computes all prompts. */
const COMMON = ['plm', 'promptLength', 'batch', 'steps', 'evalEvery', 'clipNorm', 'optimizer'] as const;

export interface BankStep {
  /** One a prompt; 0 leaves a prompt as it is. */
  readonly learningRates: readonly number[];
  /** From 1. */
  readonly step: number;
}

function checkMembers(members: readonly BankMember[]): void {
  const [first] = members;
  if (first === undefined)
    throw new LabError({
      code: 'recipe',
      message: 'A bank needs at least one prompt.',
      remedy: 'Give a task and a recipe for each prompt.',
    });
  const text = (recipe: Recipe, field: (typeof COMMON)[number]): string =>
    JSON.stringify(flatRecipe(recipe)[field]);
  for (const field of COMMON) {
    const other = members.find(({ recipe }) => text(recipe, field) !== text(first.recipe, field));
    if (other === undefined) continue;
    throw new LabError({
      code: 'recipe',
      message: `Prompts of one bank must share “${field}”; ${first.recipe.task} has ${text(first.recipe, field)} and ${other.recipe.task} ${text(other.recipe, field)}.`,
      remedy: 'Train them in different banks, or give them one value.',
      where: field,
    });
  }
}

export class BankSession {
  compileMs = 0;
  readonly words: BankWords;
  private readonly trainer: Trainer<number>;
  private readonly mask: Float32Array;

  /** @throws LabError `recipe` for no members, or for recipes that one program can't compute */
  constructor(
    readonly plm: Plm,
    readonly tokenizer: LabTokenizer,
    readonly members: readonly BankMember[],
    readonly engine: Engine,
    private readonly onCompile: (name: string) => void = () => undefined,
    private readonly programs: ProgramCache = new ProgramCache(),
  ) {
    checkMembers(members);
    this.trainer = new Trainer({
      engine,
      program: (length) => this.program(length),
      columns: PROMPT_COLUMNS,
      lengths: members.flatMap(({ task }) => task.buckets),
    });
    this.words = bankWords(members.map(({ task }) => task));
    this.mask = classMask(this.words, this.recipe.training.batch);
  }

  /** What the recipes share is read from the first. */
  get recipe(): Recipe {
    return this.members[0].recipe;
  }

  /** Floating-point operations of all steps of all prompts so far. */
  get trainedFlops(): number {
    return this.trainer.flops;
  }

  get readEvery(): number {
    return this.trainer.readEvery;
  }

  private get rows(): number {
    return this.members.length * this.recipe.training.batch;
  }

  private program(length: number): Promise<ReadyProgram> {
    const { promptLength, training } = this.recipe;
    const { optimizer, clipNorm } = training;
    const bank = {
      prompts: this.members.length,
      words: this.words.tokenIds.length,
      classes: this.words.labels.length,
    };
    const settings = { optimizer, clipNorm, history: HISTORY_LENGTH };
    const shape = { batch: this.rows, length, promptLength, decoderLength: 1, fillerId: this.plm.fillerId };
    const key = `bank ${JSON.stringify([this.rows, length, promptLength, bank, settings])}`;
    return this.programs.get(key, async () => {
      const started = performance.now();
      const compiled = bankProgram(this.plm, shape, bank, settings);
      this.onCompile(compiled.spec.name);
      const ready = await compileOn(this.engine, compiled);
      this.compileMs += performance.now() - started;
      return ready;
    });
  }

  /** State at step 0: the given prompts, everything else zero. @throws LabError `prompt` for a prompt of another shape */
  async startState(prompts: readonly Float32Array[]): Promise<TrainState> {
    const size = this.recipe.promptLength * this.plm.width;
    const wrong = prompts.findIndex((prompt) => prompt.length !== size);
    if (prompts.length !== this.members.length || wrong >= 0)
      throw new LabError({
        code: 'prompt',
        message:
          wrong >= 0
            ? `Prompt ${String(wrong + 1)} of the bank holds ${String(prompts[wrong].length)} numbers, not ${String(size)}.`
            : `${String(prompts.length)} prompts were given for a bank of ${String(this.members.length)}.`,
        remedy: 'Give each prompt of the bank a start of its length and width.',
        where: 'init',
      });
    const stacked = new Float32Array(prompts.length * size);
    prompts.forEach((prompt, index) => stacked.set(prompt, index * size));
    return this.trainer.startState(this.trainer.longest, { prompts: stacked });
  }

  setState(state: TrainState): Promise<void> {
    return this.trainer.setState(this.trainer.longest, state);
  }

  readState(): Promise<TrainState> {
    return this.trainer.readState();
  }

  /** The prompts as they stand, [promptLength × width] each. */
  async readPrompts(): Promise<Float32Array[]> {
    const { prompts } = await this.trainer.readState(['prompts']);
    const size = this.recipe.promptLength * this.plm.width;
    return this.members.map((_, index) =>
      Float32Array.from(prompts.data.subarray(index * size, (index + 1) * size)),
    );
  }

  /** One optimiser step of every prompt on its own rows, as many as the recipe's batch. */
  async step(rows: readonly (readonly EncodedRow[])[], { learningRates, step }: BankStep): Promise<void> {
    const length = this.trainer.lengthFor(tokensOf(rows.flat()));
    await this.trainer.step(
      length,
      { batch: this.numbers(rows, length) },
      { learningRate: learningRates, step },
    );
  }

  private numbers(rows: readonly (readonly EncodedRow[])[], length: number): BatchNumbers {
    const { batch } = this.recipe.training;
    const short = rows.findIndex((own) => own.length !== batch);
    if (rows.length !== this.members.length || short >= 0)
      throw new Error(`every prompt of the bank needs ${String(batch)} rows`);
    const grouped = rows.flatMap((own, member) => inBank(own, member, this.words));
    return {
      ...batchNumbers(this.plm, this.tokenizer, this.words, grouped, this.rows, length),
      class_mask: this.mask,
      row_weights: new Float32Array(this.rows).fill(1 / batch),
    };
  }

  /** What the device kept of steps `first` to `last` (from 1), a number a prompt in each column. */
  history(first: number, last: number): Promise<readonly HistoryRow[]> {
    return this.trainer.history(first, last);
  }

  release(): Promise<void> {
    return this.programs.release();
  }
}
