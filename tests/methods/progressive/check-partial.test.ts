/** Partial PLMs on the engines of the command line against PyTorch, from scoring their neurons to the prompt's gradient. */
import { describe, expect, test } from 'vitest';
import { readFacts, readTensors } from '../../../src/cli/checks/check-kind.ts';
import { readConfig, readModelAt } from '../../../src/cli/open-model.ts';
import type { Engine } from '../../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import type { CheckLine } from '../../../src/methods/check/check-line.ts';
import { checkPartial, type PartialReference } from '../../../src/methods/progressive/check-partial.ts';
import { openPlm } from '../../../src/plm/plm.ts';

/** By the folder of the reference, the one of the whole PLM. */
const REFERENCES: readonly (readonly [string, string])[] = [
  ['distilbert-mlm-both', 'onnx/distilbert-mlm'],
  ['gpt2-lm-both', 'onnx/gpt2-lm'],
  ['t5-seq2seq-both', 'onnx/t5-seq2seq'],
  ['bert-mlm-opset12-both', 'onnx/bert-mlm-opset12'],
  ['bert-deep', 'partial/bert-deep'],
];

const fixture = (folder: string): string => `tests/fixtures/${folder}`;

function check(
  name: string,
  plm: string,
  engine: Engine,
  change: (reference: PartialReference) => PartialReference = (reference) => reference,
): Promise<readonly CheckLine[]> {
  const dir = fixture(`partial/${name}`);
  const facts = readFacts(dir, 'partial.json') as Omit<PartialReference, 'tensors'>;
  const reference = { ...facts, tensors: readTensors(dir, 'partial.safetensors') };
  return checkPartial(
    openPlm(name, readModelAt(fixture(plm)), readConfig(fixture(plm))),
    change(reference),
    engine,
  );
}

describe.each(['cpu', 'wasm'] as const)('on %s', (choice) => {
  test.each(REFERENCES)('%s gives the numbers of PyTorch', async (name, plm) => {
    const engine = await createNodeEngine(choice);
    const lines = await check(name, plm, engine);
    await engine.release();
    expect(lines.filter((line) => !line.passed)).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(10);
  });
});

describe('a part that is not the reference’s', () => {
  const failures = async (change: (reference: PartialReference) => PartialReference): Promise<string[]> => {
    const engine = await createNodeEngine('cpu');
    const lines = await check('bert-deep', 'partial/bert-deep', engine, change);
    await engine.release();
    return lines.filter((line) => !line.passed).map(({ name }) => name);
  };

  test('fails in all that is read of it when a layer is another one', async () => {
    const failed = await failures((reference) => ({ ...reference, layers: [0, 3, 5] }));
    expect(failed).toEqual(expect.arrayContaining(['partial_logits', 'prompted_partial_loss']));
    expect(failed).not.toContain('logits');
    expect(failed).not.toContain('neuron_scores');
  });

  test('fails in the chosen neurons when one of them is another one', async () => {
    const failed = await failures((reference) => ({
      ...reference,
      neurons: reference.neurons.map((list, block) => (block === 1 ? list.map((n) => n ^ 1) : list)),
    }));
    expect(failed).toEqual(['neurons']);
  });
});

test('a refusal passes where the reference allows for it, and is thrown where it does not', async () => {
  const engine = await createNodeEngine('cpu');
  const beyond = (reference: PartialReference): PartialReference => ({ ...reference, layers: [0, 2, 9] });
  await expect(check('bert-deep', 'partial/bert-deep', engine, beyond)).rejects.toMatchObject({
    code: 'no-partial',
  });
  const lines = await check('bert-deep', 'partial/bert-deep', engine, (reference) => ({
    ...beyond(reference),
    may_refuse: 'its layers are shared',
  }));
  await engine.release();
  expect(lines.map(({ passed }) => passed)).toEqual([true]);
});
