import { describe, expect, test } from 'vitest';
import { PEFT_FILES, readPeftFolder, writePeftFolder } from '../../src/data/peft-folder.ts';
import type { NamedTensor } from '../../src/data/safetensors.ts';
import { folderOf, jsonBytes, peftFixture, refused, safetensorsOf } from './peft-fixtures.ts';

const FACTS = {
  length: 3,
  width: 2,
  taskType: 'FEATURE_EXTRACTION',
  base: 'roberta-base',
  attentionHeads: 12,
  layers: null,
} as const;
const VALUES = Float32Array.of(0.1, -2, 3e-40, -0, 5, 7);

const counting = (...dims: readonly number[]): NamedTensor => ({
  dims,
  data: Float32Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_, at) => at + 1),
});

describe('what is written', () => {
  const files = writePeftFolder(VALUES, FACTS);
  const bytes = files.get(PEFT_FILES.weights) ?? new Uint8Array(0);

  test('has the two files and the keys that every PEFT knows', () => {
    expect([...files.keys()]).toEqual(['adapter_config.json', 'adapter_model.safetensors']);
    const text = new TextDecoder().decode(files.get(PEFT_FILES.config));
    const config: unknown = JSON.parse(text);
    expect(config).toEqual({
      peft_type: 'PROMPT_TUNING',
      task_type: 'FEATURE_EXTRACTION',
      base_model_name_or_path: 'roberta-base',
      revision: null,
      inference_mode: true,
      num_virtual_tokens: 3,
      token_dim: 2,
      num_transformer_submodules: 1,
      num_attention_heads: 12,
      num_layers: null,
      prompt_tuning_init: 'RANDOM',
      prompt_tuning_init_text: null,
      tokenizer_name_or_path: null,
      auto_mapping: null,
    });
    const keys = Object.keys(config as object);
    expect(keys).toEqual([...keys].sort());
  });

  test('has one float32 tensor, whose numbers lie row by row behind an aligned header', () => {
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { format: 'pt' },
      prompt_embeddings: { dtype: 'F32', shape: [3, 2], data_offsets: [0, 24] },
    });
    expect(new Uint8Array(VALUES.buffer)).toEqual(bytes.slice(8 + length));
  });

  test('is the same bytes each time and reads back bit for bit', () => {
    expect(writePeftFolder(VALUES, FACTS)).toEqual(files);
    const { values, ...facts } = readPeftFolder(files, 'mine');
    expect(new Uint8Array(values.buffer)).toEqual(new Uint8Array(VALUES.buffer));
    expect(facts).toEqual({ ...FACTS, notes: [] });
  });

  test('is what PEFT wrote, tensor for tensor', async () => {
    const theirs = await peftFixture('bert-prompt-tuning');
    const prompt = readPeftFolder(theirs, 'theirs');
    const ours = writePeftFolder(prompt.values, {
      ...prompt,
      taskType: 'FEATURE_EXTRACTION',
      base: 'tiny/bert-mlm',
    });
    expect(ours.get(PEFT_FILES.weights)).toEqual(theirs.get(PEFT_FILES.weights));
    const [mine, peft] = [ours, theirs].map(
      (files) => JSON.parse(new TextDecoder().decode(files.get(PEFT_FILES.config))) as object,
    );
    expect(peft).toMatchObject(mine);
  });
});

describe('what is read', () => {
  test('the first copy of two, for encoder-decoder models', () => {
    const config = { peft_type: 'PROMPT_TUNING', task_type: 'SEQ_2_SEQ_LM' };
    const tensors = { prompt_embeddings: counting(4, 2) };
    const first = Float32Array.of(1, 2, 3, 4);
    for (const more of [
      {},
      { num_virtual_tokens: 2 },
      { num_virtual_tokens: 2, num_transformer_submodules: 2 },
    ])
      expect(readPeftFolder(folderOf({ ...config, ...more }, tensors), 'two')).toMatchObject({
        length: 2,
        values: first,
      });
    const one = folderOf({ ...config, num_transformer_submodules: 1 }, tensors);
    expect(readPeftFolder(one, 'one').length).toBe(4);
  });

  test('the chosen task of several, its factors multiplied in', () => {
    const config = { peft_type: 'MULTITASK_PROMPT_TUNING', task_type: 'SEQ_2_SEQ_LM', num_virtual_tokens: 2 };
    const tensors = {
      prompt_embeddings: counting(2, 3),
      prefix_task_cols: counting(2, 2, 2),
      prefix_task_rows: counting(2, 2, 3),
    };
    const files = folderOf({ ...config, num_transformer_submodules: 1 }, tensors);
    // Task 1: cols [[5, 6], [7, 8]], rows [[7, 8, 9], [10, 11, 12]].
    expect(readPeftFolder(files, 'several', 1)).toMatchObject({
      length: 2,
      values: Float32Array.of(95, 2 * 106, 3 * 117, 4 * 129, 5 * 144, 6 * 159),
      notes: [],
    });
    expect(refused(() => readPeftFolder(files, 'several'))).toMatchObject({
      code: 'prompt',
      message: expect.stringContaining('2 tasks') as string,
      remedy: expect.stringContaining('0 to 1') as string,
    });
    for (const task of [2, -1, 0.5])
      expect(refused(() => readPeftFolder(files, 'several', task)).code).toBe('prompt');
    const both = folderOf({ ...config, num_virtual_tokens: 1 }, tensors);
    expect(readPeftFolder(both, 'both', 0)).toMatchObject({ length: 1, values: Float32Array.of(9, 24, 45) });
    expect(readPeftFolder(both, 'both', 0).notes).toHaveLength(1);
  });

  test('half precision, widened exactly', () => {
    const config = jsonBytes({ peft_type: 'P_TUNING', some_new_field: [1] });
    for (const [dtype, numbers] of [
      ['F16', [0x3c00, 0xc000, 0x3555, 0x0001]],
      ['BF16', [0x3f80, 0xc000, 0x3eab, 0x3380]],
    ] as const) {
      const header = { prompt_embeddings: { dtype, shape: [2, 2], data_offsets: [0, 8] } };
      const data = new Uint8Array(Uint16Array.from(numbers).buffer);
      const { values } = readPeftFolder(
        new Map([
          [PEFT_FILES.config, config],
          [PEFT_FILES.weights, safetensorsOf(header, data)],
        ]),
        'half',
      );
      const third = dtype === 'F16' ? 0.333251953125 : 0.333984375;
      expect(Array.from(values)).toEqual([1, -2, third, 2 ** -24]);
    }
  });
});
