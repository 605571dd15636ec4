/** What holds of the reader whatever its weights (specs: DynSAN reader, section 18), in float64. */
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/experiment/random.ts';
import {
  READER_MODES,
  type ReaderMode,
  type ReaderModel,
} from '../../../src/experiment/reader/reader-model.ts';
import { parameterLayout } from '../../../src/experiment/reader/reader-parameters.ts';
import type { ReaderShape } from '../../../src/methods/reader/model/reader-graph.ts';
import {
  compute,
  gradientOf,
  MODEL,
  probabilitiesOf,
  randomBatch,
  randomWeights,
  SHAPE,
  type Numbers,
} from './small-reader.ts';

const near = (found: ArrayLike<number>, expected: ArrayLike<number>, digits = 9): void => {
  expect(found.length).toBe(expected.length);
  for (let at = 0; at < found.length; at++) expect(found[at]).toBeCloseTo(expected[at], digits);
};

const WIDE: ReaderModel = { ...MODEL, keep: 64 };

/** Every token counts in the loss, and gates cost nothing. */
const OVER_TOKENS: ReaderModel = { ...MODEL, beta: 0, head: { kind: 'choice', loss: 'tokens' } };

test('with as many tokens selected as there are, the gate selects all', () => {
  const [gated] = compute({ model: WIDE }, (graph) => [probabilitiesOf(graph)]);
  const [all] = compute({ model: MODEL, mode: 'all' }, (graph) => [probabilitiesOf(graph)]);
  const [few] = compute({ model: MODEL }, (graph) => [probabilitiesOf(graph)]);
  near(gated.data, all.data);
  expect(few.data).not.toEqual(all.data);
});

describe('gradients', () => {
  // 1e-5 of a step: the selection must not change between both sides.
  const STEP = 1e-5;

  const model: ReaderModel = { ...MODEL, rank: true };
  const weights = randomWeights(model);

  /** How the loss changes along a direction. */
  function slopeAlong(mode: ReaderMode, direction: (place: number) => number, step: number): number {
    const lossAt = (change: number): number => {
      const moved = weights.map((weight, place) => weight + change * direction(place));
      return compute({ model, mode, weights: moved }, ({ loss }) => [loss])[0].data[0];
    };
    return (lossAt(step) - lossAt(-step)) / (2 * step);
  }

  test('agree with central differences in one number of each parameter', () => {
    const [gradient] = compute({ model, weights }, (graph) => gradientOf(graph));
    const scale = Math.max(...Array.from(gradient.data, Math.abs));
    for (const { name, start, end } of parameterLayout(model).parameters) {
      const place = start + ((end - start) >> 1);
      const slope = slopeAlong('gate', (at) => (at === place ? 1 : 0), STEP);
      expect(Math.abs(gradient.data[place] - slope) / scale, name).toBeLessThan(1e-6);
    }
  });

  test.each(READER_MODES)(
    'agree with central differences along directions of all numbers in mode %s',
    (mode) => {
      const [gradient] = compute({ model, mode, weights }, (graph) => gradientOf(graph));
      for (const seed of [1, 2, 3]) {
        const random = randomStream(seed, 'direction');
        const direction = weights.map(() => random.normal());
        const slope = slopeAlong(mode, (place) => direction[place], STEP / 10);
        const expected = Array.from(gradient.data).reduce(
          (sum, value, place) => sum + value * direction[place],
          0,
        );
        expect(Math.abs(slope - expected) / Math.abs(expected)).toBeLessThan(1e-5);
      }
    },
  );

  test('reach the gates of tokens that are not selected', () => {
    const [gradient, slots] = compute({ model: OVER_TOKENS }, (graph) => {
      const block = graph.blocks.find(({ place }) => place === 'block.2');
      if (!block?.gates || !block.selection) throw new Error('a block that selects was to be there');
      return [...gradientOf(graph, [block.gates.logits]), block.selection.rows];
    });
    const selected = new Set(slots.data);
    const mask = randomBatch().mask;
    const others = Array.from(gradient.data).filter(
      (_, row) => !selected.has(row) && mask[Math.floor(row / MODEL.heads)] === 1,
    );
    expect(others.length).toBeGreaterThan(10);
    expect(others.filter((value) => value === 0)).toEqual([]);
  });
});

test('the greatest gate of each head is 1 in every sequence', () => {
  const [relative] = compute({}, ({ blocks }) => {
    const gates = blocks.find(({ place }) => place === 'block.1')?.gates;
    if (!gates) throw new Error('gates were to be there');
    return [gates.relative];
  });
  const [sequences, length, heads] = relative.dims;
  for (let sequence = 0; sequence < sequences; sequence++)
    for (let head = 0; head < heads; head++) {
      const own = Array.from({ length }, (_, at) => relative.data[(sequence * length + at) * heads + head]);
      expect(Math.max(...own)).toBe(1);
    }
});

/** Each passage of an item with what belongs to it, in another order. */
function permuted(numbers: Numbers, order: readonly number[], { batch, candidates }: ReaderShape): Numbers {
  const { passages, passageLength } = SHAPE;
  const moved = (name: string, lead: number, each: number): readonly number[] =>
    Array.from({ length: lead * passages * each }, (_, at) => {
      const [block, rest] = [Math.floor(at / (passages * each)), at % (passages * each)];
      return numbers[name][block * passages * each + order[Math.floor(rest / each)] * each + (rest % each)];
    });
  return {
    ...numbers,
    ids: moved('ids', batch, passageLength),
    mask: moved('mask', batch, passageLength),
    flags: moved('flags', batch, 2 * passageLength),
    mention: moved('mention', batch * candidates, passageLength),
  };
}

test('passages in another order give the same answer, without vectors that tell them apart', () => {
  const numbers = permuted(randomBatch(), [2, 0, 1], SHAPE);
  const read = (model: ReaderModel, from: Numbers): ArrayLike<number> =>
    compute({ model, numbers: from }, (graph) => [probabilitiesOf(graph)])[0].data;
  near(read(MODEL, numbers), read(MODEL, randomBatch()));
  const ranked = { ...MODEL, rank: true };
  expect(read(ranked, numbers)).not.toEqual(read(ranked, randomBatch()));
});

test('more padding behind a passage changes nothing', () => {
  const longer = { ...SHAPE, passageLength: SHAPE.passageLength + 3 };
  const stretched = (values: readonly number[], each: number): readonly number[] => {
    const row = SHAPE.passageLength * each;
    return Array.from({ length: values.length / row }, (_, at) => [
      ...values.slice(at * row, (at + 1) * row),
      ...new Array<number>(3 * each).fill(0),
    ]).flat();
  };
  const { ids, mask, flags, mention, ...rest } = randomBatch();
  const numbers = {
    ...rest,
    ids: stretched(ids, 1),
    mask: stretched(mask, 1),
    flags: stretched(flags, 2),
    mention: stretched(mention, 1),
  };
  const [padded] = compute({ shape: longer, numbers }, (graph) => [probabilitiesOf(graph)]);
  const [plain] = compute({}, (graph) => [probabilitiesOf(graph)]);
  near(padded.data, plain.data);
});

test('a candidate’s probability is the sum over its mentions of one softmax over all tokens', () => {
  const numbers = randomBatch();
  const [found, logits] = compute({ numbers }, (graph) => {
    if (graph.answer.kind === 'span') throw new Error('a choice was to be made');
    return [graph.answer.choice.probabilities, graph.answer.choice.logits];
  });
  const tokens = SHAPE.passages * SHAPE.passageLength;
  for (let item = 0; item < SHAPE.batch; item++) {
    const weight = (token: number): number =>
      numbers.mask[item * tokens + token] * Math.exp(logits.data[item * tokens + token]);
    let whole = 0;
    for (let token = 0; token < tokens; token++) whole += weight(token);
    for (let c = 0; c < SHAPE.candidates; c++) {
      let own = 0;
      const row = item * SHAPE.candidates + c;
      for (let token = 0; token < tokens; token++)
        own += numbers.mention[row * tokens + token] * weight(token);
      expect(found.data[row]).toBeCloseTo(own / whole, 9);
    }
  }
});

test('what is paid for gates pushes their sum down', () => {
  const sums = (beta: number): number => {
    const model = { ...MODEL, beta };
    const weights = randomWeights(model);
    const [gradient] = compute({ model, weights }, (graph) => gradientOf(graph));
    const moved = weights.map((value, at) => value - 0.01 * gradient.data[at]);
    return compute({ model, weights: moved }, ({ gateSum }) => [gateSum])[0].data[0];
  };
  expect(sums(0.5)).toBeLessThan(sums(0));
});
