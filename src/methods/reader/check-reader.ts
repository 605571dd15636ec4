/** Compares the reader with float64 references made elsewhere (fixtures/reader/README.md): a random reader and batch, every mode. */
import type { Engine } from '../../engine/engine-types.ts';
import { decodeSpans } from '../../experiment/reader/decode-spans.ts';
import { argmax } from '../../experiment/metrics.ts';
import { usualOptimiser } from '../../experiment/optimisers.ts';
import type { ReaderMode, ReaderModel } from '../../experiment/reader/reader-model.ts';
import { parameterLayout, type PlacedParameter } from '../../experiment/reader/reader-parameters.ts';
import type { HostTensor } from '../../onnx/host-tensor.ts';
import { tensorOf } from '../../onnx/tensor.ts';
import { compareNumbers, type CheckLine } from '../check/check-line.ts';
import type { ReferenceTensor } from '../check/reference-batch.ts';
import type { BatchNumbers } from '../training/compiled-program.ts';
import { compileOn, ProgramCache } from '../training/program-cache.ts';
import { Trainer } from '../training/trainer.ts';
import { answersOf } from './answer-numbers.ts';
import type { ReaderShape, ReaderWords } from './model/reader-graph.ts';
import {
  GRADIENT,
  gatesName,
  READER_COLUMNS,
  readerReading,
  readerStep,
  selectedName,
} from './model/reader-programs.ts';
import { WEIGHTS } from './model/weights.ts';

/** What reader.json and reader.safetensors say, as far as it is used. */
export interface ReaderReference {
  readonly model: ReaderModel;
  readonly shape: ReaderShape;
  readonly modes: readonly ReaderMode[];
  /** By mode. */
  readonly loss: Readonly<Record<string, number>>;
  readonly crossEntropy: Readonly<Record<string, number>>;
  readonly gateSum: Readonly<Record<string, number>>;
  /** Of the choice head, by mode. */
  readonly predictions: Readonly<Record<string, readonly number[]>> | null;
  /** Of the span head, by mode: spans as [start, end, probability], words of the answer. */
  readonly decoded: Readonly<Record<string, readonly DecodedReference[]>> | null;
  readonly tensors: ReadonlyMap<string, ReferenceTensor>;
}

export interface DecodedReference {
  readonly spans: readonly (readonly number[])[];
  readonly answer: readonly number[];
  readonly probability: number;
}

/** fixtures/reader/README.md: losses and probabilities absolutely, a gradient by the greatest of its tensor. */
const LIMITS = { loss: 1e-5, probability: 1e-5, gateSum: 1e-5, gradient: 1e-4, leastGradient: 1e-6 } as const;

const absolute = (value: number): CheckLine['limit'] => ({ kind: 'absolute', value });

/** @returns a line a number or tensor that was compared, mode by mode */
export async function checkReader(reference: ReaderReference, engine: Engine): Promise<readonly CheckLine[]> {
  const check = new ReaderCheck(reference, engine);
  const lines: CheckLine[] = [];
  for (const mode of reference.modes) {
    lines.push(...(await check.training(mode)));
    lines.push(...(await check.reading(mode)));
  }
  return lines;
}

class ReaderCheck {
  private readonly words: ReaderWords;
  private readonly weights: Float32Array;
  private readonly parameters: readonly PlacedParameter[];
  private readonly batch: BatchNumbers;
  private readonly noise: Readonly<Record<string, HostTensor>>;

  constructor(
    private readonly reference: ReaderReference,
    private readonly engine: Engine,
  ) {
    const { model, shape, tensors } = reference;
    const vectors = this.tensor('vectors');
    const spelling = tensors.get('spelling');
    this.words = {
      vectors: tensorOf('float32', vectors.dims, vectors.data),
      spelling: spelling === undefined ? null : tensorOf('int32', spelling.dims, spelling.data),
    };
    const { parameters, size } = parameterLayout(model);
    this.parameters = parameters;
    this.weights = new Float32Array(size);
    for (const { name, start } of parameters) this.weights.set(this.tensor(name).data, start);
    const fed = ['ids', 'mask', 'flags', 'question_ids', 'question_mask', 'question_flags'];
    const head =
      model.head.kind === 'choice'
        ? { mention: this.tensor('mention').data, gold: this.tensor('gold').data }
        : { answers: answersOf(this.tensor('spans').data, shape, model.head.longest) };
    this.batch = { ...Object.fromEntries(fed.map((name) => [name, this.tensor(name).data])), ...head };
    this.noise = Object.fromEntries(
      [...tensors]
        .filter(([name]) => name.startsWith('noise.'))
        .map(([name, { dims, data }]) => [name, { type: 'float32', dims, data }]),
    );
  }

  private tensor(name: string): ReferenceTensor {
    const found = this.reference.tensors.get(name);
    if (found === undefined) throw new Error(`reader.safetensors has no ${name}`);
    return found;
  }

  /** Losses, and the gradient of every parameter that the mode uses. */
  async training(mode: ReaderMode): Promise<readonly CheckLine[]> {
    const { engine, reference, words } = this;
    const { model, shape } = reference;
    const settings = { optimizer: usualOptimiser('adamw'), clipNorm: null, history: 1 };
    const programs = new ProgramCache();
    const trainer = new Trainer<null>({
      engine,
      program: () =>
        programs.get(mode, () => compileOn(engine, readerStep(model, mode, shape, words, settings))),
      columns: READER_COLUMNS,
      lengths: [shape.passageLength],
      history: 1,
    });
    await trainer.setState(null, await trainer.startState(null, { [WEIGHTS]: this.weights }));
    const {
      loss,
      crossEntropy,
      gateSum,
      [GRADIENT]: gradient,
    } = await trainer.step(null, { batch: this.batch, inputs: this.noise }, { learningRate: 0, step: 1 }, [
      'loss',
      'crossEntropy',
      'gateSum',
      GRADIENT,
    ]);
    await programs.release();
    return [
      compareNumbers(`${mode} loss`, loss.data, [reference.loss[mode]], absolute(LIMITS.loss)),
      compareNumbers(
        `${mode} cross-entropy`,
        crossEntropy.data,
        [reference.crossEntropy[mode]],
        absolute(LIMITS.loss),
      ),
      compareNumbers(`${mode} sum of gates`, gateSum.data, [reference.gateSum[mode]], {
        kind: 'relative',
        value: LIMITS.gateSum,
      }),
      ...this.gradients(mode, gradient.data),
    ];
  }

  /** A parameter that the reference has no gradient of is left out in the mode, and must have none. */
  private gradients(mode: ReaderMode, found: ArrayLike<number>): readonly CheckLine[] {
    return this.parameters.map(({ name, start, end }) => {
      const own = Array.from({ length: end - start }, (_, at) => found[start + at]);
      const known = this.reference.tensors.get(`${mode}.grad.${name}`)?.data;
      const expected = known ?? new Float32Array(own.length);
      const greatest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const limit = known === undefined ? 0 : LIMITS.gradient * greatest + LIMITS.leastGradient;
      return compareNumbers(`${mode} gradient of ${name}`, own, expected, absolute(limit));
    });
  }

  /** What a batch is answered, and in mode `gate` what its gates did. */
  async reading(mode: ReaderMode): Promise<readonly CheckLine[]> {
    const { engine, reference, words, weights } = this;
    const { model, shape } = reference;
    const compiled = readerReading(model, mode, shape, words, mode === 'gate');
    const { program } = await compileOn(engine, compiled);
    const inputs: Record<string, HostTensor> = {
      ...compiled.feeds(this.batch),
      ...this.noise,
      [WEIGHTS]: { type: 'float32', dims: [weights.length], data: weights },
    };
    const results = await program.run(
      inputs,
      compiled.spec.outputs.map(({ name }) => name),
    );
    await program.release();
    const seen = mode === 'gate' ? this.seen(results) : [];
    return model.head.kind === 'choice'
      ? [...this.choice(mode, results.probabilities.data), ...seen]
      : [...this.spans(mode, results, model.head.longest), ...seen];
  }

  private choice(mode: ReaderMode, found: ArrayLike<number>): readonly CheckLine[] {
    const { shape, predictions } = this.reference;
    const own = Array.from({ length: shape.batch }, (_, item) =>
      argmax(found, item * shape.candidates, shape.candidates),
    );
    return [
      compareNumbers(
        `${mode} probabilities`,
        found,
        this.tensor(`${mode}.probabilities`).data,
        absolute(LIMITS.probability),
      ),
      compareNumbers(`${mode} predictions`, own, predictions?.[mode] ?? [], absolute(0)),
    ];
  }

  private spans(
    mode: ReaderMode,
    results: Readonly<Record<string, HostTensor>>,
    longest: number,
  ): readonly CheckLine[] {
    const { shape, decoded } = this.reference;
    const tokens = shape.passages * shape.passageLength;
    const isToken = this.tensor('mask').data;
    const starts = Float64Array.from(results.starts.data, Math.exp);
    const ends = Float64Array.from(results.ends.data, Math.exp);
    const start = this.tensor(`${mode}.start`).data;
    // Rows of padding mean nothing in the reference.
    const [found, expected]: [number[], number[]] = [[], []];
    const given = this.tensor(`${mode}.end`).data;
    for (let row = 0; row < shape.batch * tokens; row++) {
      if (isToken[row] === 0) continue;
      for (let to = 0; to < tokens; to++) {
        const by = to - (row % tokens);
        found.push(by >= 0 && by < longest ? ends[row * longest + by] : 0);
        expected.push(given[row * tokens + to]);
      }
    }
    const ids = this.tensor('ids').data;
    const own = Array.from({ length: shape.batch }, (_, item) =>
      decodeSpans(
        {
          starts: starts.subarray(item * tokens, (item + 1) * tokens),
          ends: ends.subarray(item * tokens * longest, (item + 1) * tokens * longest),
          longest,
        },
        (from, to) => Array.from(ids.subarray(item * tokens + from, item * tokens + to + 1)),
        (text) => text.join(' '),
      ),
    );
    const wanted = decoded?.[mode] ?? [];
    return [
      compareNumbers(`${mode} starts`, starts, start, absolute(LIMITS.probability)),
      compareNumbers(`${mode} ends`, found, expected, absolute(LIMITS.probability)),
      compareNumbers(
        `${mode} decoded spans`,
        own.flatMap(({ spans }) => spans.flatMap(({ start: from, end }) => [from, end])),
        wanted.flatMap(({ spans }) => spans.flatMap(([from, end]) => [from, end])),
        absolute(0),
      ),
      compareNumbers(
        `${mode} decoded answers`,
        own.flatMap(({ text }) => text),
        wanted.flatMap(({ answer }) => answer),
        absolute(0),
      ),
      compareNumbers(
        `${mode} probabilities of answers`,
        own.map(({ probability }) => probability),
        wanted.map(({ probability }) => probability),
        absolute(LIMITS.probability),
      ),
    ];
  }

  /** Gates, and which tokens they select, place by place. */
  private seen(results: Readonly<Record<string, HostTensor>>): readonly CheckLine[] {
    const { tensors, model } = this.reference;
    const places = [...tensors.keys()].flatMap((name) =>
      name.startsWith('gate.gates.') ? [name.slice('gate.gates.'.length)] : [],
    );
    return places.flatMap((place) => {
      const expected = this.tensor(`gate.gates.${place}`);
      const length = expected.dims[expected.dims.length - 1];
      const mask = this.tensor(place === 'question' ? 'question_mask' : 'mask').data;
      const chosen = this.tensor(`gate.selected.${place}`);
      const kept = chosen.dims[chosen.dims.length - 1];
      const rows = Object.hasOwn(results, selectedName(place)) ? results[selectedName(place)].data : null;
      const selections = (ofPlace: (index: number) => number, each: number): readonly number[] => {
        const lists = Array.from({ length: chosen.data.length / kept }, (_, list) =>
          Array.from({ length: each }, (_, at) => ofPlace(list * each + at))
            // What fills a selection up is any padding.
            .filter((token) => mask[Math.floor(list / model.heads) * length + token] === 1)
            .sort((a, b) => a - b),
        );
        return lists.flatMap((list) => [list.length, ...list]);
      };
      const own =
        rows === null
          ? selections((index) => index % length, length)
          : selections((index) => Math.floor(rows[index] / model.heads) % length, kept);
      return [
        compareNumbers(
          `gates of ${place}`,
          results[gatesName(place)].data,
          expected.data,
          absolute(LIMITS.probability),
        ),
        compareNumbers(
          `selected by ${place}`,
          own,
          selections((index) => chosen.data[index], kept),
          absolute(0),
        ),
      ];
    });
  }
}
