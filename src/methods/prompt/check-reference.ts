/**
 * Compares a model on an engine with the numbers that PyTorch gave for it (fixtures/README.md): logits, prompted logits,
 * losses, prompt gradients, neurons, neuron-mask gradients and the prompt after five AdamW steps.
 */
import type { Engine } from '../../engine/engine-types.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { crossEntropy } from '../../experiment/metrics.ts';
import type { Plm } from '../../plm/plm.ts';
import { CHECK_LIMITS, compareNumbers, type CheckLine } from '../check/check-line.ts';
import { REFERENCE_TASK, ReferenceBatch, type BatchReference } from '../check/reference-batch.ts';
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

/** What reference.json and reference.safetensors say, as far as it is used. */
export interface Reference extends BatchReference {
  readonly long_read_position: number;
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

export async function checkReference(plm: Plm, reference: Reference, engine: Engine): Promise<CheckLine[]> {
  const check = new ReferenceCheck(plm, reference, engine);
  return check.run();
}

class ReferenceCheck {
  private readonly lines: CheckLine[] = [];
  private readonly rounded: boolean;
  private readonly batch: ReferenceBatch;

  constructor(
    private readonly plm: Plm,
    private readonly reference: Reference,
    private readonly engine: Engine,
  ) {
    this.batch = new ReferenceBatch(plm, reference, engine);
    this.rounded = this.batch.has('logits_graph_in_float32');
  }

  async run(): Promise<CheckLine[]> {
    const types = this.batch.has('token_type_ids');
    await this.logits();
    await this.longRow();
    await this.promptedLogits('prompted_logits', false);
    if (types) await this.promptedLogits('prompted_logits_with_token_types', true);
    await this.readings('', 0, true);
    await this.readings('prompted_', this.batch.promptLength, false);
    await this.training('', false);
    if (types) await this.training('_with_token_types', true);
    await this.neuronGradient();
    return this.lines;
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
    const { batch } = this;
    const program = logitsProgram(this.plm, batch.shape(0));
    const { logits } = await batch.once(program, batch.inputs(true), {}, ['logits']);
    const name = this.rounded ? 'logits_graph_in_float32' : 'logits';
    this.compare(name, logits.data, batch.tensor(name).data, 'absolute', CHECK_LIMITS.absolute);
  }

  private async longRow(): Promise<void> {
    const ids = this.batch.tensor('long_input_ids');
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
    const { logits } = await this.batch.once(logitsProgram(this.plm, shape), inputs, {}, ['logits']);
    const vocabulary = logits.dims[logits.dims.length - 1];
    const start = this.reference.long_read_position * vocabulary;
    this.compare(
      'long_logits',
      logits.data.subarray(start, start + vocabulary),
      this.batch.tensor('long_logits').data,
      'absolute',
    );
  }

  private async promptedLogits(name: string, types: boolean): Promise<void> {
    const { batch } = this;
    const { promptLength, prompt } = batch;
    const program = logitsProgram(this.plm, batch.shape(promptLength));
    const { logits } = await batch.once(program, batch.inputs(types), { prompt }, ['logits']);
    const expected = batch.tensor(name);
    const vocabulary = expected.dims[expected.dims.length - 1];
    const attended = (data: ArrayLike<number>): number[] => batch.attended(data, vocabulary, promptLength);
    this.compare(`${name} at attended positions`, attended(logits.data), attended(expected.data), 'absolute');
  }

  /** Label logits and neurons at the read position, without and with the prompt. */
  private async readings(prefix: string, promptLength: number, types: boolean): Promise<void> {
    const { batch } = this;
    const extra = promptLength > 0 ? { prompt: batch.prompt } : {};
    const inputs = batch.inputs(types);
    const shape = batch.shape(promptLength);
    const probed = await batch.once(probeProgram(this.plm, shape, REFERENCE_TASK), inputs, extra, [
      'scores',
      'neurons',
    ]);
    const labels = `${prefix}label_logits`;
    this.compare(labels, probed.scores.data, batch.tensor(labels).data, 'absolute');
    const activations = `${prefix}ffn_activations`;
    this.compare(activations, probed.neurons.data, batch.sides(activations), 'absolute');
    const program = evaluateProgram(this.plm, shape, REFERENCE_TASK);
    const evaluated = await batch.once(program, inputs, extra, ['scores']);
    const name = `${prefix}loss` as const;
    const expected = name === 'loss' ? this.reference.loss : this.reference.prompted_loss;
    this.compare(
      name,
      [crossEntropy(evaluated.scores.data, this.reference.labels, REFERENCE_TASK.classes)],
      [expected],
      'absolute',
    );
  }

  private async training(suffix: string, types: boolean): Promise<void> {
    const { lr, betas, eps, weight_decay: weightDecay, losses } = this.reference.training;
    const steps = losses.length - 1;
    const optimizer = { kind: 'adamw', beta1: betas[0], beta2: betas[1], epsilon: eps, weightDecay } as const;
    const settings = { optimizer, clipNorm: null, history: steps };
    const shape = this.batch.shape(this.batch.promptLength);
    const programs = new ProgramCache();
    const trainer = new Trainer({
      engine: this.engine,
      program: () =>
        programs.get('train', () =>
          compileOn(this.engine, trainProgram(this.plm, shape, REFERENCE_TASK, settings)),
        ),
      columns: PROMPT_COLUMNS,
      lengths: [this.batch.length],
      history: steps,
    });
    await trainer.setState(
      null,
      await trainer.startState(null, { prompt: this.batch.tensor('soft_prompt').data }),
    );
    const batch = this.batch.inputs(types);
    const seen: number[] = [];
    for (let step = 1; step <= (types ? 1 : steps); step++) {
      const results = await trainer.step(null, { batch }, { learningRate: lr, step }, ['loss', 'gradient']);
      seen.push(results.loss.data[0]);
      if (step > 1) continue;
      this.compare(
        `grad_soft_prompt${suffix}`,
        results.gradient.data,
        this.batch.tensor(`grad_soft_prompt${suffix}`).data,
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
      this.compare(
        'trained_soft_prompt',
        prompt.data,
        this.batch.tensor('trained_soft_prompt').data,
        'relative',
      );
    }
    await programs.release();
  }

  private async neuronGradient(): Promise<void> {
    const { batch } = this;
    const program = neuronGradientProgram(this.plm, batch.shape(batch.promptLength), REFERENCE_TASK);
    const masks = program.spec.inputs.filter((input) => input.name.startsWith('neuron_mask_'));
    const ones = masks.map(({ name, dims }): [string, HostTensor] => [
      name,
      { type: 'float32', dims, data: new Float32Array(dims[0]).fill(1) },
    ]);
    const results = await batch.once(
      program,
      batch.inputs(false),
      { prompt: batch.prompt, ...Object.fromEntries(ones) },
      ['neuron_gradient'],
    );
    this.compare(
      'grad_ffn_mask',
      results.neuron_gradient.data,
      this.batch.sides('grad_ffn_mask'),
      'relative',
    );
  }
}
