/** Every reference model on the engines of the command line, held to the tolerance of design.md section 6. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine-types.ts';
import { createNodeEngine } from '../../src/engine/node-engine.ts';
import { checkReference } from '../../src/methods/prompt/check-reference.ts';
import type { RawTensor } from '../../src/onnx/raw-tensor.ts';
import { openPlm } from '../../src/plm/plm.ts';
import { readFixture } from '../fixtures/read-file.ts';
import { openReferenceModel, REFERENCE_MODELS } from '../fixtures/reference-models.ts';

describe.each(['cpu', 'wasm'] as const)('on %s', (choice) => {
  test.each(REFERENCE_MODELS)('%s gives the numbers of PyTorch', async (name) => {
    const { plm, reference } = await openReferenceModel(name, readFixture);
    const engine = await createNodeEngine(choice);
    const lines = await checkReference(plm, reference, engine);
    await engine.release();
    expect(lines.filter((line) => !line.passed)).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(14);
  });
});

describe('a model that is not the one of the reference', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createNodeEngine('cpu');
  });
  afterAll(() => engine.release());

  /** One number of the named initializer is moved by a tenth. */
  async function failures(initializer: string): Promise<string[]> {
    const { plm, reference } = await openReferenceModel('bert-mlm', readFixture);
    const raw = plm.model.graph.initializers.get(initializer);
    if (raw === undefined) throw new Error(`no initializer ${initializer}`);
    const bytes = new Uint8Array(raw.bytes);
    const numbers = new Float32Array(bytes.buffer, 0, bytes.byteLength / 4);
    numbers[3] += 0.1;
    const changed: RawTensor = { ...raw, bytes };
    const initializers = new Map(plm.model.graph.initializers).set(initializer, changed);
    const model = { ...plm.model, graph: { ...plm.model.graph, initializers } };
    const lines = await checkReference(openPlm('changed', model, plm.config), reference, engine);
    return lines.filter((line) => !line.passed).map((line) => line.name);
  }

  test('fails everywhere when a bias of its first layer differs', async () => {
    const failed = await failures('model.bert.encoder.layer.0.intermediate.dense.bias');
    expect(failed).toEqual(
      expect.arrayContaining([
        'logits',
        'label_logits',
        'grad_soft_prompt',
        'grad_ffn_mask',
        'trained_soft_prompt',
      ]),
    );
  });

  test('fails in the logits alone when the bias of a word without a label differs', async () => {
    expect(await failures('model.cls.predictions.bias')).toEqual([
      'logits',
      'long_logits',
      'prompted_logits at attended positions',
      'prompted_logits_with_token_types at attended positions',
    ]);
  });
});
