/**
 * Compares a model on an engine with the numbers that PyTorch gave for it (fixtures/README.md): logits, prompted logits,
 * losses, prompt gradients, neurons, neuron-mask gradients and the prompt after five AdamW steps.
 */
import type { Engine, Program } from '../../engine/engine-types.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { crossEntropy } from '../../experiment/metrics.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import type { Plm } from '../../plm/plm.ts';
import { CHECK_LIMITS, compareNumbers, type CheckLine } from '../check/check-line.ts';
import type { BatchNumbers, CompiledProgram } from '../training/compiled-program.ts';
import { compileOn, ProgramCache } from '../training/program-cache.ts';
import { Trainer } from '../training/trainer.ts';
import {
  evaluateProgram,
  logitsProgram,
  neuronGradientProgram,
  probeProgram,
  PROMPT_COLUMNS,
  trainProgram,
} from './programs.ts';

export interface ReferenceTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** What reference.json and reference.safetensors say, as far as it is used. */
export interface Reference {
  readonly tensors: ReadonlyMap<string, ReferenceTensor>;
  readonly read_positions: readonly number[];
  readonly encoder_activation_positions?: readonly number[];
  readonly long_read_position: number;
  readonly label_token_ids: readonly number[];
  readonly labels: readonly number[];
  readonly loss: number;
  readonly prompted_loss: number;
  readonly prompted_loss_with_token_types?: number;
  readonly training: {
    readonly lr: number;
    readonly betas: readonly [number, number];
    readonly eps: number;
    readonly weight_decay: number;
    readonly losses: readonly number[];
  };
}

const CLASSES = 2;

export async function checkReference(plm: Plm, reference: Reference, engine: Engine): Promise<CheckLine[]> {
  const check = new ReferenceCheck(plm, reference, engine);
  return check.run();
}

class ReferenceCheck {
  private readonly lines: CheckLine[] = [];
  private readonly rounded: boolean;
  private readonly batch: number;
  private readonly length: number;
  private readonly decoderLength: number;
  private readonly promptLength: number;

  constructor(
    private readonly plm: Plm,
    private readonly reference: Reference,
    private readonly engine: Engine,
  ) {
    [this.batch, this.length] = this.tensor('input_ids').dims;
    this.decoderLength = this.reference.tensors.get('decoder_input_ids')?.dims[1] ?? 1;
    [this.promptLength] = this.tensor('soft_prompt').dims;
    this.rounded = this.reference.tensors.has('logits_graph_in_float32');
  }

  async run(): Promise<CheckLine[]> {
    const types = this.reference.tensors.has('token_type_ids');
    await this.logits();
    await this.longRow();
    await this.promptedLogits('prompted_logits', false);
    if (types) await this.promptedLogits('prompted_logits_with_token_types', true);
    await this.readings('', 0, true);
    await this.readings('prompted_', this.promptLength, false);
    await this.training('', false);
    if (types) await this.training('_with_token_types', true);
    await this.neuronGradient();
    return this.lines;
  }

  private tensor(name: string): ReferenceTensor {
    const tensor = this.reference.tensors.get(name);
    if (tensor === undefined) throw new Error(`the reference has no tensor ${name}`);
    return tensor;
  }

  private shape(promptLength: number): BatchShape {
    return {
      batch: this.batch,
      length: this.length,
      decoderLength: this.decoderLength,
      promptLength,
      fillerId: this.plm.fillerId,
    };
  }

  /** The reference batch; token types as in the file or all zero. */
  private inputs(types: boolean): Record<string, ArrayLike<number>> {
    const rows = this.batch * this.length;
    return {
      input_ids: this.tensor('input_ids').data,
      attention_mask: this.tensor('attention_mask').data,
      token_type_ids: types ? this.tensor('token_type_ids').data : new Float32Array(rows),
      decoder_input_ids:
        this.reference.tensors.get('decoder_input_ids')?.data ?? new Float32Array(this.batch),
      read_position: this.reference.encoder_activation_positions ?? this.reference.read_positions,
      label_words: this.reference.label_token_ids,
      class_words: [1, 0, 0, 1],
      targets: this.reference.labels.flatMap((label) => [label === 0 ? 1 : 0, label === 1 ? 1 : 0]),
      row_weights: new Array<number>(this.batch).fill(1 / this.batch),
    };
  }

  private async compile(program: CompiledProgram): Promise<Program> {
    await this.engine.loadWeights(program.weights);
    return this.engine.compile(program.spec);
  }

  /** Compiles, runs once and releases. Inputs that are not state are fed from `extra`. */
  private async once(
    program: CompiledProgram,
    batch: BatchNumbers,
    extra: Readonly<Record<string, HostTensor>>,
    fetch: readonly string[],
  ): Promise<Record<string, HostTensor>> {
    const compiled = await this.compile(program);
    const results = await compiled.run({ ...program.feeds(batch), ...extra }, fetch);
    await compiled.release();
    return results;
  }

  private get prompt(): HostTensor {
    const { dims, data } = this.tensor('soft_prompt');
    return { type: 'float32', dims, data };
  }

  private compare(
    name: string,
    actual: ArrayLike<number>,
    expected: ArrayLike<number>,
    kind: 'absolute' | 'relative',
    limit?: number,
  ): void {
    const value = limit ?? (this.rounded ? CHECK_LIMITS.float16 : CHECK_LIMITS[kind]);
    this.lines.push(compareNumbers(name, actual, expected, { kind, value }));
  }

  private async logits(): Promise<void> {
    const { logits } = await this.once(
      logitsProgram(this.plm, this.shape(0)),
      this.inputs(this.reference.tensors.has('token_type_ids')),
      {},
      ['logits'],
    );
    const name = this.rounded ? 'logits_graph_in_float32' : 'logits';
    this.compare(name, logits.data, this.tensor(name).data, 'absolute', CHECK_LIMITS.absolute);
  }

  private async longRow(): Promise<void> {
    const ids = this.tensor('long_input_ids');
    const [, length] = ids.dims;
    const decoder = this.reference.tensors.get('long_decoder_input_ids');
    const shape = {
      batch: 1,
      length,
      decoderLength: decoder?.dims[1] ?? 1,
      promptLength: 0,
      fillerId: this.plm.fillerId,
    };
    const inputs = {
      input_ids: ids.data,
      attention_mask: new Float32Array(length).fill(1),
      token_type_ids: this.reference.tensors.get('long_token_type_ids')?.data ?? new Float32Array(length),
      decoder_input_ids: decoder?.data ?? [0],
    };
    const { logits } = await this.once(logitsProgram(this.plm, shape), inputs, {}, ['logits']);
    const vocabulary = logits.dims[logits.dims.length - 1];
    const start = this.reference.long_read_position * vocabulary;
    this.compare(
      'long_logits',
      logits.data.subarray(start, start + vocabulary),
      this.tensor('long_logits').data,
      'absolute',
    );
  }

  private async promptedLogits(name: string, types: boolean): Promise<void> {
    const { logits } = await this.once(
      logitsProgram(this.plm, this.shape(this.promptLength)),
      this.inputs(types),
      { prompt: this.prompt },
      ['logits'],
    );
    const expected = this.tensor(name);
    const mask = this.plm.read === 'decoder' ? null : this.tensor('prompted_attention_mask').data;
    const vocabulary = expected.dims[expected.dims.length - 1];
    const attended = (data: ArrayLike<number>): number[] =>
      Array.from(data).filter((_, at) => mask === null || mask[Math.floor(at / vocabulary)] === 1);
    this.compare(`${name} at attended positions`, attended(logits.data), attended(expected.data), 'absolute');
  }

  /** Label logits and neurons at the read position, without and with the prompt. */
  private async readings(prefix: string, promptLength: number, types: boolean): Promise<void> {
    const task = { words: CLASSES, classes: CLASSES };
    const extra = promptLength > 0 ? { prompt: this.prompt } : {};
    const inputs = this.inputs(types && this.reference.tensors.has('token_type_ids'));
    const probed = await this.once(probeProgram(this.plm, this.shape(promptLength), task), inputs, extra, [
      'scores',
      'neurons',
    ]);
    this.compare(
      `${prefix}label_logits`,
      probed.scores.data,
      this.tensor(`${prefix}label_logits`).data,
      'absolute',
    );
    this.compare(
      `${prefix}ffn_activations`,
      probed.neurons.data,
      this.sides(`${prefix}ffn_activations`),
      'absolute',
    );
    const evaluated = await this.once(
      evaluateProgram(this.plm, this.shape(promptLength), task),
      inputs,
      extra,
      ['scores'],
    );
    const name = `${prefix}loss` as const;
    const expected = name === 'loss' ? this.reference.loss : this.reference.prompted_loss;
    this.compare(
      name,
      [crossEntropy(evaluated.scores.data, this.reference.labels, CLASSES)],
      [expected],
      'absolute',
    );
  }

  /** A reference tensor a side, encoder first, or the one tensor of a model without sides. */
  private sides(name: string): Float32Array {
    const whole = this.reference.tensors.get(name);
    if (whole !== undefined) return whole.data;
    return Float32Array.from([
      ...this.tensor(`${name}_encoder`).data,
      ...this.tensor(`${name}_decoder`).data,
    ]);
  }

  private async training(suffix: string, types: boolean): Promise<void> {
    const { lr, betas, eps, weight_decay: weightDecay, losses } = this.reference.training;
    const steps = losses.length - 1;
    const optimizer = { kind: 'adamw', beta1: betas[0], beta2: betas[1], epsilon: eps, weightDecay } as const;
    const settings = { optimizer, clipNorm: null, history: steps };
    const shape = this.shape(this.promptLength);
    const programs = new ProgramCache();
    const trainer = new Trainer({
      engine: this.engine,
      program: () =>
        programs.get('train', () =>
          compileOn(
            this.engine,
            trainProgram(this.plm, shape, { words: CLASSES, classes: CLASSES }, settings),
          ),
        ),
      columns: PROMPT_COLUMNS,
      lengths: [this.length],
      history: steps,
    });
    await trainer.setState(null, await trainer.startState(null, { prompt: this.tensor('soft_prompt').data }));
    const batch = this.inputs(types);
    const seen: number[] = [];
    for (let step = 1; step <= (types ? 1 : steps); step++) {
      const results = await trainer.step(null, { batch }, { learningRate: lr, step }, ['loss', 'gradient']);
      seen.push(results.loss.data[0]);
      if (step > 1) continue;
      this.compare(
        `grad_soft_prompt${suffix}`,
        results.gradient.data,
        this.tensor(`grad_soft_prompt${suffix}`).data,
        'relative',
      );
      const expected = types ? this.reference.prompted_loss_with_token_types : this.reference.prompted_loss;
      if (expected !== undefined)
        this.compare(
          `prompted_loss${suffix} of the training program`,
          results.loss.data,
          [expected],
          'absolute',
        );
    }
    if (!types) {
      this.compare('losses of the AdamW steps', seen, losses.slice(0, steps), 'absolute');
      const { prompt } = await trainer.readState(['prompt']);
      this.compare('trained_soft_prompt', prompt.data, this.tensor('trained_soft_prompt').data, 'relative');
    }
    await programs.release();
  }

  private async neuronGradient(): Promise<void> {
    const program = neuronGradientProgram(this.plm, this.shape(this.promptLength), {
      words: CLASSES,
      classes: CLASSES,
    });
    const masks = program.spec.inputs.filter((input) => input.name.startsWith('neuron_mask_'));
    const ones = masks.map(({ name, dims }): [string, HostTensor] => [
      name,
      { type: 'float32', dims, data: new Float32Array(dims[0]).fill(1) },
    ]);
    const results = await this.once(
      program,
      this.inputs(false),
      { prompt: this.prompt, ...Object.fromEntries(ones) },
      ['neuron_gradient'],
    );
    this.compare('grad_ffn_mask', results.neuron_gradient.data, this.sides('grad_ffn_mask'), 'relative');
  }
}
