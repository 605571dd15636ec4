/**
 * A bank of soft prompts on one PLM and one engine, trained together: each has its own task, seed, learning rate, rows and
 * label words; what decides the program is common. As `PromptSession`, programs are compiled on first use for each text
 * length, and all of them read the same weights.
 */
import type { Engine } from '../../engine/engine-types.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { StepPoint } from '../../experiment/run-record.ts';
import { countFlops } from '../../onnx/count-flops.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import { BANK_HISTORY, bankProgram } from './bank-program.ts';
import { bankWords, classMask, inBank, type BankWords } from './bank-words.ts';
import { batchNumbers, bucketOf, type EncodedRow, type EncodedTask } from './encoded-task.ts';
import { HISTORY_LENGTH, type ProgramStore, type ReadyProgram, type TrainState } from './prompt-session.ts';

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

export type BankPoint = Omit<StepPoint, 'learningRate'>;

function checkMembers(members: readonly BankMember[]): void {
  const [first] = members;
  if (first === undefined)
    throw new LabError({
      code: 'recipe',
      message: 'A bank needs at least one prompt.',
      remedy: 'Give a task and a recipe for each prompt.',
    });
  const text = (recipe: Recipe, field: (typeof COMMON)[number]): string => JSON.stringify(recipe[field]);
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
  /** Floating-point operations of all steps of all prompts so far. */
  trainedFlops = 0;
  readonly words: BankWords;
  private holder: ReadyProgram | null = null;
  private readonly buckets: readonly number[];
  private readonly mask: Float32Array;

  /** @throws LabError `recipe` for no members, or for recipes that one program can't compute */
  constructor(
    readonly plm: Plm,
    readonly tokenizer: LabTokenizer,
    readonly members: readonly BankMember[],
    readonly engine: Engine,
    private readonly onCompile: (name: string) => void = () => undefined,
    private readonly ready: ProgramStore = new Map() as ProgramStore,
  ) {
    checkMembers(members);
    const all = members.flatMap(({ task }) => task.buckets);
    const sorted = [...new Set(all)].sort((a, b) => a - b);
    // As for a single prompt: moving the state between programs would wait for the GPU's queue.
    this.buckets = engine.report.engine === 'webgpu' ? sorted.slice(-1) : sorted;
    this.words = bankWords(members.map(({ task }) => task));
    this.mask = classMask(this.words, this.recipe.batch);
  }

  /** What the recipes share is read from the first. */
  get recipe(): Recipe {
    return this.members[0].recipe;
  }

  private get rows(): number {
    return this.members.length * this.recipe.batch;
  }

  private trainer(length: number): Promise<ReadyProgram> {
    const { promptLength, optimizer, clipNorm } = this.recipe;
    const bank = {
      prompts: this.members.length,
      words: this.words.tokenIds.length,
      classes: this.words.labels.length,
    };
    const settings = { optimizer, clipNorm, history: HISTORY_LENGTH };
    const key = `bank ${JSON.stringify([this.rows, length, promptLength, bank, settings])}`;
    const known = this.ready.get(key);
    if (known !== undefined) return known;
    const made = this.compile(length, () =>
      bankProgram(
        this.plm,
        { batch: this.rows, length, promptLength, decoderLength: 1, fillerId: this.plm.fillerId },
        bank,
        settings,
      ),
    );
    this.ready.set(key, made);
    return made;
  }

  private async compile(length: number, make: () => ReturnType<typeof bankProgram>): Promise<ReadyProgram> {
    const started = performance.now();
    const compiled = make();
    this.onCompile(compiled.spec.name);
    await this.engine.loadWeights(compiled.weights);
    const program = await this.engine.compile(compiled.spec);
    this.compileMs += performance.now() - started;
    return { program, compiled, length, flops: countFlops(compiled.graph) };
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
    const { compiled } = await this.trainer(this.buckets[this.buckets.length - 1]);
    return Object.fromEntries(
      compiled.spec.state.map(({ name, dims }): [string, HostTensor] => {
        const data = new Float32Array(elementCount(dims));
        if (name === 'prompts')
          prompts.forEach((prompt, index) => {
            data.set(prompt, index * size);
          });
        return [name, { type: 'float32', dims, data }];
      }),
    );
  }

  async setState(state: TrainState): Promise<void> {
    this.holder = await this.trainer(this.buckets[this.buckets.length - 1]);
    await this.holder.program.setState(state);
  }

  async readState(): Promise<Record<string, HostTensor>> {
    const { program, compiled } = this.held();
    return program.readState(compiled.spec.state.map((state) => state.name));
  }

  /** The prompts as they stand, [promptLength × width] each. */
  async readPrompts(): Promise<Float32Array[]> {
    const { prompts } = await this.held().program.readState(['prompts']);
    const size = this.recipe.promptLength * this.plm.width;
    return this.members.map((_, index) =>
      Float32Array.from(prompts.data.subarray(index * size, (index + 1) * size)),
    );
  }

  /** One optimiser step of every prompt on its own rows, as many as the recipe's batch. */
  async step(rows: readonly (readonly EncodedRow[])[], at: BankStep): Promise<void> {
    const ready = await this.trainer(bucketOf(rows.flat(), this.buckets));
    if (this.holder !== null && this.holder !== ready) await ready.program.setState(await this.readState());
    this.holder = ready;
    const { length: count } = this.members;
    const tensor = (dims: readonly number[], data: Float32Array): HostTensor => ({
      type: 'float32',
      dims,
      data,
    });
    const slot = new Float32Array(HISTORY_LENGTH);
    slot[(at.step - 1) % HISTORY_LENGTH] = 1;
    const inputs = {
      ...this.feeds(ready, rows),
      learning_rate: tensor([count, 1, 1], Float32Array.from(at.learningRates)),
      step: tensor([], Float32Array.of(at.step)),
      slot: tensor([HISTORY_LENGTH, 1, 1], slot),
    };
    await ready.program.run(inputs, []);
    this.trainedFlops += ready.flops;
  }

  private feeds(ready: ReadyProgram, rows: readonly (readonly EncodedRow[])[]): Record<string, HostTensor> {
    const { batch } = this.recipe;
    const short = rows.findIndex((own) => own.length !== batch);
    if (rows.length !== this.members.length || short >= 0)
      throw new Error(`every prompt of the bank needs ${String(batch)} rows`);
    const grouped = rows.flatMap((own, member) => inBank(own, member, this.words));
    return ready.compiled.feeds({
      ...batchNumbers(this.plm, this.tokenizer, this.words, grouped, this.rows, ready.length),
      class_mask: this.mask,
      row_weights: new Float32Array(this.rows).fill(1 / batch),
    });
  }

  /** What steps `first` to `last` (from 1; at most a history's length) came to, [prompt][step]. */
  async history(first: number, last: number): Promise<BankPoint[][]> {
    const { history } = await this.held().program.readState(['history']);
    const count = this.members.length;
    return this.members.map((_, member) =>
      Array.from({ length: last - first + 1 }, (_unused, index) => {
        const step = first + index;
        const from = ((step - 1) % HISTORY_LENGTH) * BANK_HISTORY.rows;
        const at = (row: number): number => history.data[(from + row) * count + member];
        return {
          step,
          loss: at(BANK_HISTORY.loss),
          accuracy: at(BANK_HISTORY.accuracy),
          gradientNorm: at(BANK_HISTORY.gradientNorm),
        };
      }),
    );
  }

  private held(): ReadyProgram {
    if (this.holder === null) throw new Error('the bank has no state yet');
    return this.holder;
  }

  async release(): Promise<void> {
    for (const made of this.ready.values()) await (await made).program.release();
    this.ready.clear();
  }
}
