import { expect, test } from 'vitest';
import type { BatchNumbers } from '../../src/methods/training/compiled-program.ts';
import { evaluateProgram, logitsProgram } from '../../src/methods/prompt/programs.ts';
import { openPlm } from '../../src/plm/plm.ts';
import { HEADS, OPAQUE_HEADS, type Head } from './heads.ts';
import { TINY, tinyModel } from './tiny-model.ts';
import { randomBatch } from './zoo/random-batch.ts';
import { runOnce } from './zoo/run.ts';

const { vocabulary, width } = TINY;

const SHAPE = { batch: 3, length: 5, promptLength: 2, decoderLength: 1 };

async function scoresAndLogits(head: Head) {
  const plm = openPlm('tiny', tinyModel({ head }), { architectures: ['TinyForMaskedLM'] });
  const shape = { ...SHAPE, fillerId: plm.fillerId };
  const random = randomBatch(shape);
  const batch: BatchNumbers = {
    ...random,
    input_ids: Array.from(random.input_ids, (id) => id % vocabulary),
    label_words: [7, 31],
  };
  const prompt = {
    type: 'float32',
    dims: [2, width],
    data: Float32Array.from({ length: 2 * width }, (_, at) => Math.sin(at)),
  } as const;
  const program = evaluateProgram(plm, shape, { words: 2, classes: 2 });
  const { scores } = await runOnce(program, batch, { prompt }, ['scores']);
  const { logits } = await runOnce(logitsProgram(plm, shape), batch, { prompt }, ['logits']);
  const expected = Array.from(scores.data, (_, index) => {
    const row = Math.floor(index / 2);
    const token = row * 7 + batch.read_position[row] + 2;
    return logits.data[token * vocabulary + batch.label_words[index % 2]];
  });
  const widest = Math.max(
    ...program.graph.nodes.flatMap((node) => node.outputs.map((output) => output.dims.at(-1) ?? 0)),
  );
  return { scores: Array.from(scores.data), expected, widest };
}

const close = (a: readonly number[], b: readonly number[]): void => {
  a.forEach((x, index) => expect(Math.abs(x - b[index])).toBeLessThan(1e-5));
  expect(a).toHaveLength(b.length);
};

test.each(Object.entries(HEADS))('label words alone are computed from %s', async (_name, head) => {
  const { scores, expected, widest } = await scoresAndLogits(head);
  close(scores, expected);
  // Nothing is as wide as the vocabulary, so a step does not depend on its size.
  expect(widest).toBeLessThan(vocabulary - 20);
});

test.each(Object.entries(OPAQUE_HEADS))('label words are read from %s', async (_name, head) => {
  const { scores, expected } = await scoresAndLogits(head);
  close(scores, expected);
});
