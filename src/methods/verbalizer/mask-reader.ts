/**
 * Reads the mask of any texts once and gives the logits of any words afterwards: what a step of the chain asks for costs
 * no further pass through the PLM.
 */
import type { Engine } from '../../engine/engine-types.ts';
import { columnMeans, type Matrix } from '../../experiment/verbalizer/chain/word-values.ts';
import type { Plm } from '../../plm/plm.ts';
import { bucketFor } from '../../text/batch.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import type { WrappedExample } from '../../text/wrap-example.ts';
import { textNumbers } from '../prompt/encoded-task.ts';
import { compileOn, type ProgramCache, type ReadyProgram } from '../training/program-cache.ts';
import type { CompiledProgram } from '../training/compiled-program.ts';
import { headProgram, maskStatesProgram, type HeadProgram } from './mask-programs.ts';

/** Rows of one run. */
const BATCH = 32;
/** Words whose logits one run gives. */
const COLUMNS = 1024;

/** What the head's last map reads of some texts, [rows × columns]. */
export interface MaskStates {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A prompt in front of the texts, [length × width]. */
export interface PromptInFront {
  readonly length: number;
  readonly values: Float32Array;
}

export class MaskReader {
  compileMs = 0;
  /** Time of passes through the PLM, what the host makes of ids and masks for them included and compiling left out. */
  forwardMs = 0;
  private head: Promise<{ readonly ready: ReadyProgram; readonly head: HeadProgram }> | null = null;

  constructor(
    private readonly plm: Plm,
    private readonly tokenizer: LabTokenizer,
    private readonly engine: Engine,
    private readonly programs: ProgramCache,
    private readonly onCompile: (program: string) => void = () => undefined,
  ) {}

  private async compile(compiled: CompiledProgram, since: number): Promise<ReadyProgram> {
    this.onCompile(compiled.spec.name);
    const ready = await compileOn(this.engine, compiled);
    this.compileMs += performance.now() - since;
    return ready;
  }

  private statesProgram(length: number, promptLength: number): Promise<ReadyProgram> {
    return this.programs.get(`mask states ${String(promptLength)}+${String(length)}`, () => {
      const started = performance.now();
      const { fillerId } = this.plm;
      const shape = { batch: BATCH, length, promptLength, decoderLength: 1, fillerId };
      return this.compile(maskStatesProgram(this.plm, shape), started);
    });
  }

  private headProgram(): Promise<{ readonly ready: ReadyProgram; readonly head: HeadProgram }> {
    const make = async (): Promise<{ readonly ready: ReadyProgram; readonly head: HeadProgram }> => {
      const started = performance.now();
      const head = headProgram(this.plm, BATCH, Math.min(COLUMNS, this.plm.vocabulary));
      const ready = await this.programs.get(head.compiled.spec.name, () =>
        this.compile(head.compiled, started),
      );
      return { ready, head };
    };
    this.head ??= make().catch((thrown: unknown) => {
      this.head = null;
      throw thrown;
    });
    return this.head;
  }

  private async run(
    { program, compiled }: ReadyProgram,
    numbers: Parameters<CompiledProgram['feeds']>[0],
    inputs: Parameters<ReadyProgram['program']['run']>[0],
    output: string,
  ): Promise<Float32Array> {
    const started = performance.now();
    const feeds = { ...compiled.feeds(numbers), ...inputs };
    const results = await program.run(feeds, [output]);
    this.forwardMs += performance.now() - started;
    return Float32Array.from(results[output].data);
  }

  /**
   * Reads texts, a batch at a time: yields how many are done. Texts are run in order of length, so that little is padded;
   * the result is in the given order.
   * @param buckets text lengths for which programs are compiled
   */
  async *states(
    examples: readonly WrappedExample[],
    buckets: readonly number[],
    prompt: PromptInFront | null = null,
  ): AsyncGenerator<number, MaskStates, void> {
    const tokens = examples.map(({ ids }) => ids.length);
    const order = tokens.map((_, index) => index).sort((x, y) => tokens[x] - tokens[y] || x - y);
    let [columns, values] = [0, new Float32Array(0)];
    for (let start = 0; start < order.length; start += BATCH) {
      const chosen = order.slice(start, start + BATCH);
      const length = bucketFor(Math.max(...chosen.map((index) => tokens[index])), buckets);
      const ready = await this.statesProgram(length, prompt?.length ?? 0);
      const numbers = textNumbers(
        this.plm,
        this.tokenizer,
        chosen.map((index) => examples[index]),
        BATCH,
        length,
      );
      const states = await this.run(ready, numbers, this.promptInput(prompt), 'states');
      if (columns === 0) {
        columns = states.length / BATCH;
        values = new Float32Array(examples.length * columns);
      }
      chosen.forEach((row, index) => {
        values.set(states.subarray(index * columns, (index + 1) * columns), row * columns);
      });
      yield Math.min(order.length, start + BATCH);
    }
    return { rows: examples.length, columns, values };
  }

  private promptInput(prompt: PromptInFront | null): Parameters<ReadyProgram['program']['run']>[0] {
    if (prompt === null) return {};
    return {
      prompt: { type: 'float32', dims: [prompt.length, this.plm.width], data: prompt.values },
    };
  }

  /** Logits of the tokens `ids` for each state, [rows × ids]. */
  async logits(states: MaskStates, ids: readonly number[]): Promise<Matrix> {
    const { ready, head } = await this.headProgram();
    const width = Math.min(COLUMNS, this.plm.vocabulary);
    const values = new Float32Array(states.rows * ids.length);
    for (let first = 0; first < ids.length; first += width) {
      const some = ids.slice(first, first + width);
      const padded = Array.from({ length: width }, (_, at) => some[at] ?? some[0]);
      for (let start = 0; start < states.rows; start += BATCH) {
        const rows = Math.min(BATCH, states.rows - start);
        const data = new Float32Array(BATCH * states.columns);
        data.set(states.values.subarray(start * states.columns, (start + rows) * states.columns));
        const logits = await this.run(
          ready,
          { label_words: padded },
          { states: { type: 'float32', dims: head.dims, data } },
          'logits',
        );
        for (let row = 0; row < rows; row++)
          values.set(
            logits.subarray(row * width, row * width + some.length),
            (start + row) * ids.length + first,
          );
      }
    }
    return { rows: states.rows, columns: ids.length, values };
  }

  /** Whether logits follow from states by a linear map. */
  async isAffine(): Promise<boolean> {
    return (await this.headProgram()).head.affine;
  }

  /** Mean logit of every token of the vocabulary over the states, [vocabulary]: what the mask is like before a text. */
  async meanLogits(states: MaskStates): Promise<Float64Array> {
    const { head } = await this.headProgram();
    const all = Array.from({ length: this.plm.vocabulary }, (_, id) => id);
    if (!head.affine) return columnMeans(await this.logits(states, all));
    const mean: MaskStates = {
      rows: 1,
      columns: states.columns,
      values: Float32Array.from(columnMeans(states)),
    };
    return Float64Array.from((await this.logits(mean, all)).values);
  }
}
