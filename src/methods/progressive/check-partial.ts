/**
 * Compares a partial PLM with the numbers that PyTorch gave for it (fixtures/partial/README.md), in one chain: neurons are
 * scored, chosen by these scores, cut together with the layers that are left out, and what is left is read and differentiated.
 */
import type { Engine } from '../../engine/engine-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import { crossEntropy } from '../../experiment/metrics.ts';
import { usualOptimiser } from '../../experiment/optimisers.ts';
import type { Side } from '../../plm/feed-forward.ts';
import { partialPass, type GraphPass, type PartialPlm } from '../../plm/partial-plm.ts';
import type { Plm } from '../../plm/plm.ts';
import { plmStructure, type PlmLayer } from '../../plm/structure.ts';
import { CHECK_LIMITS, compareNumbers, type CheckLine } from '../check/check-line.ts';
import { REFERENCE_TASK, ReferenceBatch, type BatchReference } from '../check/reference-batch.ts';
import { evaluateProgram, logitsProgram, PROMPT_COLUMNS, trainProgram } from '../prompt/programs.ts';
import { compileOn, ProgramCache } from '../training/program-cache.ts';
import { Trainer } from '../training/trainer.ts';
import { orderByScore } from './choose-neurons.ts';
import { scoreProgram, tokenWeights } from './score-program.ts';

/** What partial.json and partial.safetensors say, as far as it is used. */
export interface PartialReference extends BatchReference {
  /** The fixture of the whole PLM: those of float16 are held to a wider limit. */
  readonly of: string;
  readonly layers: readonly number[] | Readonly<Record<Side, readonly number[]>>;
  readonly neurons: readonly (readonly number[])[];
  readonly partial_loss: number;
  readonly prompted_partial_loss: number;
  /** Why a program may refuse this PLM instead of computing it. */
  readonly may_refuse?: string;
}

/** @throws LabError `no-partial` for a PLM that can't be reduced so, where the reference doesn't allow for it */
export async function checkPartial(
  plm: Plm,
  reference: PartialReference,
  engine: Engine,
): Promise<readonly CheckLine[]> {
  try {
    return await new PartialCheck(plm, reference, engine).run();
  } catch (thrown) {
    if (reference.may_refuse === undefined || !(thrown instanceof LabError)) throw thrown;
    return [compareNumbers(`refused: ${thrown.message}`, [0], [0], { kind: 'absolute', value: 0 })];
  }
}

class PartialCheck {
  private readonly lines: CheckLine[] = [];
  private readonly batch: ReferenceBatch;
  private readonly limits: { readonly absolute: number; readonly relative: number };

  constructor(
    private readonly plm: Plm,
    private readonly reference: PartialReference,
    private readonly engine: Engine,
  ) {
    this.batch = new ReferenceBatch(plm, reference, engine);
    const { float16, ...float32 } = CHECK_LIMITS;
    this.limits = reference.of.includes('fp16') ? { absolute: float16, relative: float16 } : float32;
  }

  async run(): Promise<readonly CheckLine[]> {
    const { plm, batch, reference } = this;
    const { promptLength } = batch;
    const structure = plmStructure(plm);
    const layers = layerNumbers(structure.layers, reference.layers);
    const pass = partialPass({ layers, neurons: await this.choose(structure.layers, layers) });
    const types = batch.has('token_type_ids');
    await this.logits('logits', 0, true);
    await this.logits('partial_logits', 0, true, pass);
    await this.logits('prompted_partial_logits', promptLength, false, pass);
    if (types) await this.logits('prompted_partial_logits_with_token_types', promptLength, true, pass);
    await this.labels('partial_', 0, reference.partial_loss, pass);
    await this.labels('prompted_partial_', promptLength, reference.prompted_partial_loss, pass);
    await this.gradient('grad_soft_prompt', false, pass);
    if (types) await this.gradient('grad_soft_prompt_with_token_types', true, pass);
    return this.lines;
  }

  private compare(
    name: string,
    actual: ArrayLike<number>,
    expected: ArrayLike<number>,
    kind: 'absolute' | 'relative',
    value = this.limits[kind],
  ): void {
    this.lines.push(compareNumbers(name, actual, expected, { kind, value }));
  }

  /** Scores the whole PLM's neurons and chooses the kept layers' by them, as many as the reference keeps. */
  private async choose(
    structure: readonly PlmLayer[],
    layers: readonly number[],
  ): Promise<PartialPlm['neurons']> {
    const { batch, reference } = this;
    const shape = batch.shape(batch.promptLength);
    const inputs = batch.inputs(false);
    const weights = tokenWeights(inputs.attention_mask, shape, batch.batch);
    const { scores } = await batch.once(
      scoreProgram(this.plm, shape),
      { ...inputs, ...weights },
      { prompt: batch.prompt },
      ['scores'],
    );
    const means = scores.data.map((sum) => sum / batch.batch);
    this.compare('neuron_scores', means, batch.sides('neuron_scores'), 'absolute');
    let at = 0;
    const orders = structure.map(({ neurons }) =>
      neurons.map((size) => orderByScore(means.slice(at, (at += size)))),
    );
    const kept = layers.flatMap((layer) => orders[layer] ?? []);
    const choices = kept.map((order, block) => ({ order, keep: reference.neurons[block]?.length ?? 0 }));
    const chosen = choices.flatMap(({ order, keep }) => [...order.slice(0, keep)].sort((a, b) => a - b));
    this.compare('neurons', chosen, reference.neurons.flat(), 'absolute', 0);
    return choices.map((choice) => (choice.keep === choice.order.length ? null : choice));
  }

  private async logits(name: string, promptLength: number, types: boolean, pass?: GraphPass): Promise<void> {
    const { batch } = this;
    const extra = promptLength > 0 ? { prompt: batch.prompt } : {};
    const program = logitsProgram(this.plm, batch.shape(promptLength), pass);
    const { logits } = await batch.once(program, batch.inputs(types), extra, ['logits']);
    const expected = batch.tensor(name);
    const vocabulary = expected.dims[expected.dims.length - 1];
    const [actual, given] = [logits.data, expected.data].map((data) =>
      batch.attended(data, vocabulary, promptLength),
    );
    this.compare(name, actual, given, 'absolute');
  }

  private async labels(prefix: string, promptLength: number, loss: number, pass: GraphPass): Promise<void> {
    const { batch, reference } = this;
    const extra = promptLength > 0 ? { prompt: batch.prompt } : {};
    const program = evaluateProgram(this.plm, batch.shape(promptLength), REFERENCE_TASK, false, pass);
    const { scores } = await batch.once(program, batch.inputs(promptLength === 0), extra, ['scores']);
    const name = `${prefix}label_logits`;
    this.compare(name, scores.data, batch.tensor(name).data, 'absolute');
    const own = crossEntropy(scores.data, reference.labels, REFERENCE_TASK.classes);
    this.compare(`${prefix}loss`, [own], [loss], 'absolute');
  }

  private async gradient(name: string, types: boolean, pass: GraphPass): Promise<void> {
    const { batch, engine } = this;
    const settings = { optimizer: usualOptimiser('adamw'), clipNorm: null, history: 1 };
    const programs = new ProgramCache();
    const trainer = new Trainer({
      engine,
      program: () =>
        programs.get(name, () =>
          compileOn(
            engine,
            trainProgram(this.plm, batch.shape(batch.promptLength), REFERENCE_TASK, settings, pass),
          ),
        ),
      columns: PROMPT_COLUMNS,
      lengths: [batch.length],
      history: 1,
    });
    await trainer.setState(
      null,
      await trainer.startState(null, { prompt: batch.tensor('soft_prompt').data }),
    );
    const at = { learningRate: 0, step: 1 };
    const { gradient } = await trainer.step(null, { batch: batch.inputs(types) }, at, ['gradient']);
    this.compare(name, gradient.data, batch.tensor(name).data, 'relative');
    await programs.release();
  }
}

/** Layers by their number among all, the encoder's before the decoder's. */
function layerNumbers(
  structure: readonly PlmLayer[],
  kept: readonly number[] | Readonly<Record<Side, readonly number[]>>,
): readonly number[] {
  if (!('encoder' in kept)) return kept;
  const encoders = structure.filter(({ side }) => side === 'encoder').length;
  return [...kept.encoder, ...kept.decoder.map((layer) => encoders + layer)];
}
