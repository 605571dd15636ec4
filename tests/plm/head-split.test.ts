/** Where a head's last map begins: a mask that is read once gives the logits of any words afterwards. */
import { describe, expect, test } from 'vitest';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { openPlm, type Plm } from '../../src/plm/plm.ts';
import { readFixture } from '../fixtures/read-file.ts';
import { openReferenceModel, REFERENCE_MODELS } from '../fixtures/reference-models.ts';
import { distances, maskReadings, type MaskReadings } from '../methods/verbalizer/mask-readings.ts';
import { model } from '../methods/train-setup.ts';
import { HEADS, OPAQUE_HEADS, type Head } from './heads.ts';
import { TINY, tinyModel } from './tiny-model.ts';
import { ZOO_MODELS } from './zoo/index.ts';

/** Weights of two models may share a name: an engine each. */
async function readingsOf(plm: Plm, promptLength = 0): Promise<MaskReadings> {
  const engine = await createNodeEngine('cpu');
  try {
    return await maskReadings(plm, model.tokenizer, engine, promptLength);
  } finally {
    await engine.release();
  }
}

function expectSame(readings: MaskReadings): void {
  const { logits, mean } = distances(readings);
  expect(logits).toBeLessThan(1e-4);
  expect(mean).toBeLessThan(1e-4);
}

const tiny = (head: Head): Plm =>
  openPlm('tiny', tinyModel({ head }), { architectures: ['TinyForMaskedLM'] });

describe('logits of all words from the mask’s states are those of the whole model', () => {
  test.each(REFERENCE_MODELS)('of %s, without a prompt and behind one', async (name) => {
    const { plm } = await openReferenceModel(name, readFixture);
    for (const promptLength of [0, 3]) {
      const readings = await readingsOf(plm, promptLength);
      expectSame(readings);
      expect(readings.affine).toBe(true);
      expect(readings.states.columns).toBeLessThan(plm.vocabulary);
    }
  });

  test('for each place that a PLM is read at', async () => {
    const references = await Promise.all(
      REFERENCE_MODELS.map(async (name) => (await openReferenceModel(name, readFixture)).plm.read),
    );
    const zoo = ZOO_MODELS.map(({ name, make, config }) => openPlm(name, make(), config).read);
    expect(new Set([...references, ...zoo])).toEqual(new Set(['mask', 'last', 'decoder']));
  });

  test.each(ZOO_MODELS.map((one) => [one.name, one] as const))('of %s', async (name, { make, config }) => {
    expectSame(await readingsOf(openPlm(name, make(), config)));
  });
});

describe('the states are what the last map reads, and affine is told', () => {
  interface Split {
    readonly width: number;
    readonly affine: boolean;
  }
  const NARROW: Split = { width: TINY.width, affine: true };
  const WIDE: Split = { width: TINY.vocabulary, affine: true };
  const EXPECTED: Readonly<Record<keyof typeof HEADS | keyof typeof OPAQUE_HEADS, Split>> = {
    'the table, transposed': NARROW,
    'the table with a bias': NARROW,
    'a weight of its own': NARROW,
    'a bias with leading ones': NARROW,
    'a Gemm on a stored weight': NARROW,
    'a Gemm on a transposed weight': NARROW,
    'logits that are scaled': NARROW,
    // What each token is divided by is known before the last map only.
    'logits divided by a number a token': WIDE,
    // The mean of what is capped is not what the mean state gives.
    'logits that are capped': { width: TINY.width, affine: false },
    'a padded vocabulary that is cut': NARROW,
    // States with tokens before rows could not be told apart by row.
    'tokens turned round and back': WIDE,
    'log probabilities': WIDE,
    'two halves of the vocabulary': WIDE,
  };

  test.each(Object.entries({ ...HEADS, ...OPAQUE_HEADS }))('of %s', async (name, head) => {
    const readings = await readingsOf(tiny(head), 2);
    expectSame(readings);
    const { states, affine } = readings;
    expect(EXPECTED).toHaveProperty([name], { width: states.columns, affine });
  });
});
