/** The batch of a reference (fixtures/README.md) as the inputs of programs, and what programs give for it. */
import type { Engine } from '../../engine/engine-types.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import type { Plm } from '../../plm/plm.ts';
import type { BatchNumbers, CompiledProgram } from '../training/compiled-program.ts';
import { compileOn } from '../training/program-cache.ts';

export interface ReferenceTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** What every reference of a PLM says of its batch. */
export interface BatchReference {
  readonly tensors: ReadonlyMap<string, ReferenceTensor>;
  readonly read_positions: readonly number[];
  readonly encoder_activation_positions?: readonly number[];
  readonly label_token_ids: readonly number[];
  readonly labels: readonly number[];
}

/** References have two classes of one label word each. */
export const REFERENCE_TASK = { words: 2, classes: 2 } as const;

export class ReferenceBatch {
  readonly batch: number;
  readonly length: number;
  readonly promptLength: number;
  private readonly decoderLength: number;

  constructor(
    readonly plm: Plm,
    private readonly reference: BatchReference,
    private readonly engine: Engine,
  ) {
    [this.batch, this.length] = this.tensor('input_ids').dims;
    this.decoderLength = this.reference.tensors.get('decoder_input_ids')?.dims[1] ?? 1;
    [this.promptLength] = this.tensor('soft_prompt').dims;
  }

  has(name: string): boolean {
    return this.reference.tensors.has(name);
  }

  /** @throws Error when the reference lacks it */
  tensor(name: string): ReferenceTensor {
    const tensor = this.reference.tensors.get(name);
    if (tensor === undefined) throw new Error(`the reference has no tensor ${name}`);
    return tensor;
  }

  /** A reference tensor a side, encoder first, or the one tensor of a model without sides. */
  sides(name: string): Float32Array {
    if (this.has(name)) return this.tensor(name).data;
    return Float32Array.from([
      ...this.tensor(`${name}_encoder`).data,
      ...this.tensor(`${name}_decoder`).data,
    ]);
  }

  shape(promptLength: number): BatchShape {
    return {
      batch: this.batch,
      length: this.length,
      decoderLength: this.decoderLength,
      promptLength,
      fillerId: this.plm.fillerId,
    };
  }

  /** @param types token types as in the reference, if it has any, or all zero */
  inputs(types: boolean): Record<string, ArrayLike<number>> {
    const { labels } = this.reference;
    const typed = types && this.has('token_type_ids');
    return {
      input_ids: this.tensor('input_ids').data,
      attention_mask: this.tensor('attention_mask').data,
      token_type_ids: typed ? this.tensor('token_type_ids').data : new Float32Array(this.batch * this.length),
      decoder_input_ids:
        this.reference.tensors.get('decoder_input_ids')?.data ?? new Float32Array(this.batch),
      read_position: this.reference.encoder_activation_positions ?? this.reference.read_positions,
      label_words: this.reference.label_token_ids,
      class_words: [1, 0, 0, 1],
      targets: labels.flatMap((label) => [label === 0 ? 1 : 0, label === 1 ? 1 : 0]),
      row_weights: new Array<number>(this.batch).fill(1 / this.batch),
    };
  }

  get prompt(): HostTensor {
    const { dims, data } = this.tensor('soft_prompt');
    return { type: 'float32', dims, data };
  }

  /** Compiles, runs once and releases. Inputs that are not of the batch are fed from `extra`. */
  async once(
    program: CompiledProgram,
    batch: BatchNumbers,
    extra: Readonly<Record<string, HostTensor>>,
    fetch: readonly string[],
  ): Promise<Record<string, HostTensor>> {
    const { program: compiled } = await compileOn(this.engine, program);
    const results = await compiled.run({ ...program.feeds(batch), ...extra }, fetch);
    await compiled.release();
    return results;
  }

  /**
   * Numbers of the tokens that are attended: references say nothing of the others.
   * @param promptLength of the program that gave `data`, [batch, tokens, vocabulary]
   */
  attended(data: ArrayLike<number>, vocabulary: number, promptLength: number): number[] {
    if (this.plm.read === 'decoder') return Array.from(data);
    const mask = this.tensor('attention_mask').data;
    const tokens = promptLength + this.length;
    return Array.from(data).filter((_, at) => {
      const token = Math.floor(at / vocabulary);
      const place = (token % tokens) - promptLength;
      return place < 0 || mask[Math.floor(token / tokens) * this.length + place] === 1;
    });
  }
}
