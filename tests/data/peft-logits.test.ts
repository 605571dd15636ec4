/** Adapters as PEFT saved them, put in front of the tiny models: the logits must be those of PEFT itself. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readPeftFolder } from '../../src/data/peft-folder.ts';
import { logitsProgram } from '../../src/methods/prompt/programs.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { openPlm, type PlmConfig } from '../../src/plm/plm.ts';
import { readFixture } from '../fixtures/read-file.ts';
import { runOnce } from '../plm/zoo/run.ts';
import { peftFixture } from './peft-fixtures.ts';

interface Adapter {
  readonly folder: string;
  readonly base_fixture: string;
  readonly usable: boolean;
  readonly inputs: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly prompt_embeddings: readonly (readonly number[])[];
  readonly logits_shape: readonly number[];
  readonly logits: readonly (readonly (readonly number[])[])[];
}

interface Expected {
  readonly prompt_length: number;
  readonly adapters: readonly Adapter[];
}

const path = fileURLToPath(new URL('../fixtures/peft/expected.json', import.meta.url));
const expected = JSON.parse(await readFile(path, 'utf8')) as Expected;
const usable = expected.adapters.filter((adapter) => adapter.usable);

test('there are usable adapters of both types', () => {
  expect(usable.map(({ folder }) => folder).sort()).toEqual([
    'bert-p-tuning',
    'bert-prompt-tuning',
    'gpt2-prompt-tuning',
    't5-prompt-tuning',
    't5-prompt-tuning-encoder',
  ]);
});

describe.each(usable)('$folder', (adapter) => {
  test('logits are those of PEFT at attended positions', async () => {
    const prompt = readPeftFolder(await peftFixture(adapter.folder), adapter.folder);
    expect(prompt).toMatchObject({ length: expected.prompt_length, base: `tiny/${adapter.base_fixture}` });
    const rows = adapter.prompt_embeddings.slice(0, prompt.length).flat();
    expect(prompt.values).toHaveLength(rows.length);
    // The file has eight digits of each number.
    rows.forEach((value, at) => expect(Math.abs(prompt.values[at] - value)).toBeLessThan(5e-7));

    const config = JSON.parse(
      new TextDecoder().decode(await readFixture(adapter.base_fixture, 'config.json')),
    ) as PlmConfig;
    const model = readModel(await readFixture(adapter.base_fixture, 'model.onnx'));
    const plm = openPlm(adapter.base_fixture, model, config);
    const { input_ids: ids, attention_mask: mask, decoder_input_ids: decoder } = adapter.inputs;
    const [batch, length] = [ids.length, ids[0].length];
    const program = logitsProgram(plm, {
      batch,
      length,
      promptLength: prompt.length,
      decoderLength: decoder?.[0].length ?? 1,
      fillerId: plm.fillerId,
    });
    const numbers = Object.fromEntries(
      Object.entries(adapter.inputs).map(([name, values]) => [name, values.flat()]),
    );
    const { logits } = await runOnce(
      program,
      { token_type_ids: new Array<number>(batch * length).fill(0), ...numbers },
      { prompt: { type: 'float32', dims: [prompt.length, prompt.width], data: prompt.values } },
      ['logits'],
    );
    expect(logits.dims).toEqual(adapter.logits_shape);
    const [, tokens, vocabulary] = logits.dims;
    let [largest, compared] = [0, 0];
    adapter.logits.forEach((row, r) => {
      row.forEach((token, t) => {
        const attended = decoder !== undefined || t < prompt.length || mask[r][t - prompt.length] === 1;
        if (!attended) return;
        token.forEach((value, v) => {
          const actual = logits.data[(r * tokens + t) * vocabulary + v];
          largest = Math.max(largest, Math.abs(actual - value));
          compared++;
        });
      });
    });
    expect(compared).toBeGreaterThan(vocabulary);
    expect(largest).toBeLessThan(1e-4);
  });
});
