import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../../src/engine/node-engine.ts';
import { randomStream } from '../../../../src/experiment/random.ts';
import {
  headRows,
  learnSoftRows,
  predictSoft,
  type LabelledStates,
} from '../../../../src/methods/verbalizer/learn/soft-rows.ts';
import { MaskReader, type MaskStates } from '../../../../src/methods/verbalizer/mask-reader.ts';
import { ProgramCache } from '../../../../src/methods/training/program-cache.ts';
import { openPlm } from '../../../../src/plm/plm.ts';
import { HEADS, OPAQUE_HEADS, type Head } from '../../../plm/heads.ts';
import { tinyModel, TINY } from '../../../plm/tiny-model.ts';
import { model } from '../../train-setup.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine('cpu');
});
afterAll(() => engine.release());

const readerOf = (head: Head): MaskReader =>
  new MaskReader(
    openPlm('tiny', tinyModel({ head }), { architectures: ['TinyForMaskedLM'] }),
    model.tokenizer,
    engine,
    new ProgramCache(),
  );

const randomStates = (seed: number, rows: number): MaskStates => {
  const stream = randomStream(seed, 'states');
  const values = Float32Array.from({ length: rows * TINY.width }, () => stream.normal());
  return { rows, columns: TINY.width, values };
};

describe('rows of the head', () => {
  test('give the logits of their tokens less the bias', async () => {
    const reader = readerOf(HEADS['a weight of its own']);
    const tokens = [3, 17, 44];
    const rows = await headRows(reader, tokens, TINY.width, TINY.vocabulary);
    const states = randomStates(1, 6);
    const { values: logits } = await reader.logits(states, tokens);
    const nothing = { rows: 1, columns: TINY.width, values: new Float32Array(TINY.width) };
    const { values: bias } = await reader.logits(nothing, tokens);
    expect(Math.max(...bias.map(Math.abs))).toBeGreaterThan(0.01);
    for (let row = 0; row < 6; row++)
      tokens.forEach((_, token) => {
        let score = 0;
        for (let at = 0; at < TINY.width; at++)
          score += rows[token * TINY.width + at] * states.values[row * TINY.width + at];
        expect(Math.abs(score - (logits[row * 3 + token] - bias[token]))).toBeLessThan(1e-5);
      });
  });

  test.each([
    ['capped logits', HEADS['logits that are capped'], TINY.width],
    ['log probabilities', OPAQUE_HEADS['log probabilities'], TINY.vocabulary],
  ] as const)('are not there for %s, and it says what to leave out', async (_name, head, width) => {
    await expect(headRows(readerOf(head), [3], width, TINY.vocabulary)).rejects.toMatchObject({
      code: 'label-words',
      where: 'variants',
      remedy: expect.stringContaining('SOFT') as string,
    });
  });
});

describe('learned soft rows', () => {
  /** The class is the sign of the first number of the state. */
  const labelled = (seed: number): LabelledStates => {
    const states = randomStates(seed, 60);
    return {
      states,
      truth: Array.from({ length: 60 }, (_, row) => (states.values[row * TINY.width] > 0 ? 1 : 0)),
    };
  };

  test('tell classes apart that their start does not', () => {
    const start = new Float64Array(2 * TINY.width);
    const [train, dev, fresh] = [labelled(1), labelled(2), labelled(3)];
    const { values, step } = learnSoftRows(train, dev, start, { steps: 100, rate: 0.05 });
    const right = (rows: Float64Array): number =>
      predictSoft(fresh.states, rows).filter((found, row) => found === fresh.truth[row]).length / 60;
    expect(step).toBeGreaterThan(0);
    expect(right(values)).toBeGreaterThan(0.85);
    expect(right(start)).toBeLessThan(0.7);
    expect(Array.from(start)).toEqual(new Array<number>(2 * TINY.width).fill(0));
  });
});
