/** The chain held against float64 references that were made elsewhere, twice. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSafetensors } from '../../../src/data/safetensors.ts';
import type { CheckLine } from '../../../src/methods/check/check-line.ts';
import {
  checkVerbalizer,
  type VerbalizerReference,
} from '../../../src/methods/verbalizer/check-verbalizer.ts';

const FIXTURES = [
  'emptied',
  'four-mean',
  'fourteen-mean',
  'huge-prior',
  'id-zero',
  'independent',
  'long',
  'ten-max',
  'ties',
  'two-first',
] as const;

const bytesOf = (name: string, file: string): Buffer =>
  readFileSync(new URL(`../../fixtures/verbalizer/${name}/${file}`, import.meta.url));

function referenceOf(name: string): VerbalizerReference {
  const facts = JSON.parse(bytesOf(name, 'verbalizer.json').toString()) as Omit<
    VerbalizerReference,
    'tensors'
  >;
  const file = 'reference.safetensors';
  return { ...facts, tensors: readSafetensors(bytesOf(name, file), file) };
}

const failed = (lines: readonly CheckLine[]): readonly string[] =>
  lines.filter(({ passed }) => !passed).map(({ name }) => name);

test.each(FIXTURES)('%s gives the word sets, scores and gradients of the reference', (name) => {
  const lines = checkVerbalizer(referenceOf(name));
  expect(failed(lines)).toEqual([]);
  // Two word sets, rate, relevance, eight kinds of scores, six kinds of predictions, two losses with gradients.
  expect(lines).toHaveLength(22);
});

describe('a reference in which one number is another', () => {
  const reference = referenceOf('four-mean');
  const changed = (tensor: string, at: number, by: number): VerbalizerReference => {
    const found = reference.tensors.get(tensor);
    if (found === undefined) throw new Error(`no tensor ${tensor}`);
    const data = Float32Array.from(found.data);
    data[at] += by;
    return { ...reference, tensors: new Map(reference.tensors).set(tensor, { ...found, data }) };
  };

  test('fails where it stands, and nowhere else', () => {
    expect(failed(checkVerbalizer(changed('scores_calibrated', 5, 1e-3)))).toEqual(['scores, calibrated']);
    expect(failed(checkVerbalizer(changed('grad_weights', 3, 1e-4)))).toEqual(['grad_weights']);
    expect(failed(checkVerbalizer(changed('relevance', 2, 0.01)))).toEqual(['relevance']);
    const rate = { ...reference, relevance_rate: reference.relevance_rate + 1e-9 };
    expect(failed(checkVerbalizer(rate))).toEqual(['relevance rate']);
    const [first, ...others] = reference.kept_after_frequency;
    const kept = { ...reference, kept_after_frequency: [first.slice(1), ...others] };
    expect(failed(checkVerbalizer(kept))).toContain('words after frequency refinement, classes that differ');
  });

  test('fails in all that is calibrated, and in nothing else, when it is a logit of the support', () => {
    // A whole row of the support by one number each would only move every prior alike; one logit moves one word.
    const [column] = reference.ids[0][1];
    const lines = failed(checkVerbalizer(changed('support_logits', column, 5)));
    expect(lines).toContain('scores, calibrated');
    expect(lines).toContain('scores, weighted calibrated');
    expect(lines).not.toContain('scores, plain');
    expect(lines).not.toContain('weighted_loss');
  });

  test('fails when the tensor is not there', () => {
    const tensors = new Map([...reference.tensors].filter(([name]) => name !== 'weights'));
    expect(() => checkVerbalizer({ ...reference, tensors })).toThrow('has no weights');
  });
});
