/** Adapter folders that are of another kind, damaged or made to do harm: a typed error, and no large allocation. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PEFT_FILES, readPeftFolder } from '../../src/data/peft-folder.ts';
import { readSafetensors, type NamedTensor } from '../../src/data/safetensors.ts';
import { writeSafetensors } from '../../src/data/write-safetensors.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { folderOf, jsonBytes, peftFixture, refused, safetensorsOf } from './peft-fixtures.ts';

const RUNS = { numRuns: 400 };
const CONFIG = { peft_type: 'PROMPT_TUNING', task_type: 'CAUSAL_LM', num_virtual_tokens: 2, token_dim: 3 };
const TENSOR: NamedTensor = { dims: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };

const withWeights = (weights: Uint8Array, config: Uint8Array = jsonBytes(CONFIG)): Map<string, Uint8Array> =>
  new Map([
    [PEFT_FILES.config, config],
    [PEFT_FILES.weights, weights],
  ]);

const withConfig = (config: string): Map<string, Uint8Array> =>
  withWeights(writeSafetensors(new Map([['prompt_embeddings', TENSOR]])), new TextEncoder().encode(config));

/** Reads without an error other than the lab's own, and never more numbers than the file can hold. */
function readOrRefuse(files: ReadonlyMap<string, Uint8Array>): void {
  try {
    const { values } = readPeftFolder(files, 'hostile');
    expect(values.byteLength).toBeLessThanOrEqual(2 * (files.get(PEFT_FILES.weights)?.byteLength ?? 0));
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(LabError);
    expect((thrown as LabError).message.length).toBeLessThan(2000);
    expect((thrown as LabError).remedy).not.toBe('');
  }
}

describe('adapters of other types are refused by name', () => {
  test('prefix tuning, as PEFT saves it', async () => {
    const files = await peftFixture('bert-prefix-tuning');
    const error = refused(() => readPeftFolder(files, 'bert-prefix-tuning'));
    expect(error.toData()).toMatchObject({
      code: 'prompt',
      message: expect.stringContaining('PREFIX_TUNING') as string,
      remedy: expect.stringContaining('every layer') as string,
      where: 'bert-prefix-tuning/adapter_config.json: peft_type',
    });
  });

  test.each([
    ['LORA', 'merge_and_unload'],
    ['IA3', 'merge_and_unload'],
    ['ADAPTION_PROMPT', 'PROMPT_TUNING'],
    ['CPT', 'PROMPT_TUNING'],
    ['constructor', 'PROMPT_TUNING'],
  ])('%s', (type, remedy) => {
    const error = refused(() => readPeftFolder(folderOf({ peft_type: type, r: 8 }, {}), 'other'));
    expect(error.code).toBe('prompt');
    expect(error.message).toContain(type);
    expect(error.remedy).toContain(remedy);
  });

  test('pickles that are no file of torch, with the way out', () => {
    const files = new Map([
      [PEFT_FILES.config, jsonBytes(CONFIG)],
      [PEFT_FILES.pickle, new Uint8Array(8)],
    ]);
    expect(refused(() => readPeftFolder(files, 'old')).message).toContain('adapter_model.bin');
  });
});

describe('damaged folders', () => {
  test.each<[string, Map<string, Uint8Array>, string]>([
    ['no configuration', new Map(), 'adapter_config.json'],
    ['no weights', new Map([[PEFT_FILES.config, jsonBytes(CONFIG)]]), 'adapter_model.safetensors'],
    ['no prompt', folderOf(CONFIG, { other: TENSOR }), 'prompt_embeddings'],
    ['other rows', folderOf({ ...CONFIG, num_virtual_tokens: 3 }, { prompt_embeddings: TENSOR }), '2 rows'],
    ['another width', folderOf({ ...CONFIG, token_dim: 4 }, { prompt_embeddings: TENSOR }), 'token_dim is 4'],
    ['one axis', folderOf(CONFIG, { prompt_embeddings: { ...TENSOR, dims: [6] } }), '[6]'],
    [
      'no rows',
      folderOf(CONFIG, { prompt_embeddings: { dims: [0, 3], data: new Float32Array(0) } }),
      '[0, 3]',
    ],
    ['tokens as a text', folderOf({ ...CONFIG, num_virtual_tokens: '2' }, {}), 'num_virtual_tokens'],
    ['half a token', folderOf({ ...CONFIG, num_virtual_tokens: 0.5 }, {}), 'num_virtual_tokens'],
    ['an unknown task type', folderOf({ ...CONFIG, task_type: 'MASKED_LM' }, {}), 'task_type'],
    ['no JSON', withConfig('{'), 'no valid JSON'],
    ['no object', withConfig('[]'), 'no JSON object'],
    ['no type', withConfig('{}'), 'peft_type'],
    ['a prototype', withConfig('{"peft_type":"PROMPT_TUNING","__proto__":{"token_dim":3}}'), '__proto__'],
    ['a constructor inside', withConfig('{"peft_type":"P_TUNING","a":{"constructor":1}}'), 'a.constructor'],
    [
      'deep nesting',
      withConfig(`{"peft_type":"P_TUNING","a":${'['.repeat(5000)}${']'.repeat(5000)}}`),
      'deep',
    ],
    ['a long configuration', withConfig(' '.repeat(1_000_001)), 'too long'],
  ])('%s', (_, files, said) => {
    const error = refused(() => readPeftFolder(files, 'damaged'));
    expect(error.code).toBe('file');
    expect(error.message).toContain(said);
    expect(error.where).toContain('damaged');
  });
});

describe('hostile weights', () => {
  const entry = (shape: readonly number[], end: number, dtype = 'F32'): unknown => ({
    dtype,
    shape,
    data_offsets: [0, end],
  });

  test.each<[string, unknown]>([
    ['a huge shape', entry([2 ** 26, 2 ** 26], 2 ** 54)],
    ['a shape whose product is infinite', entry(new Array<number>(80).fill(2 ** 52), 24)],
    ['a shape whose product is no number', entry([0, ...new Array<number>(80).fill(2 ** 52)], 24)],
    ['more than the file', entry([3, 1000], 12_000)],
    ['less than nothing', entry([-2, -3], 24)],
    ['backwards', { dtype: 'F32', shape: [2, 3], data_offsets: [24, 0] }],
    ['a type named like a method', entry([2, 3], 24, 'toString')],
  ])('%s', (_, tensor) => {
    const bytes = safetensorsOf({ prompt_embeddings: tensor }, new Uint8Array(24));
    expect(refused(() => readPeftFolder(withWeights(bytes), 'hostile')).code).toBe('file');
  });

  test('a huge axis beside an empty one', () => {
    const bytes = safetensorsOf({ prompt_embeddings: entry([0, 2 ** 52], 0) }, new Uint8Array(24));
    expect(refused(() => readPeftFolder(withWeights(bytes), 'hostile')).code).toBe('file');
  });

  test('many tensors over the same bytes', () => {
    const names = Array.from({ length: 1000 }, (_, at) => `tensor ${String(at)}`);
    const header = Object.fromEntries(names.map((name) => [name, entry([1000, 1000], 4_000_000)]));
    const bytes = safetensorsOf(header, new Uint8Array(4_000_000));
    expect(refused(() => readSafetensors(bytes, 'overlap')).message).toContain('overlap');
  });

  test('a header as long as the file can’t be', () => {
    const bytes = new Uint8Array(16);
    for (const length of [9n, 2n ** 40n, 2n ** 64n - 1n]) {
      new DataView(bytes.buffer).setBigUint64(0, length, true);
      expect(refused(() => readSafetensors(bytes, 'long')).message).toContain('header');
    }
  });
});

describe('anything at all', () => {
  const good = writeSafetensors(new Map([['prompt_embeddings', TENSOR]]));

  test('cut anywhere, weights are refused', () => {
    for (let length = 0; length < good.byteLength; length++)
      expect(refused(() => readPeftFolder(withWeights(good.slice(0, length)), 'cut')).code).toBe('file');
  });

  test('bytes changed anywhere', () => {
    const change = fc.tuple(fc.nat(good.byteLength - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = good.slice();
        for (const [at, value] of changes) bytes[at] = value;
        readOrRefuse(withWeights(bytes));
      }),
      RUNS,
    );
  });

  test('any header', () => {
    const count = fc.oneof(fc.nat(8), fc.constantFrom(24, 2 ** 31, 2 ** 53, -1, 0.5), fc.jsonValue());
    const tensor = fc.record({
      dtype: fc.oneof(fc.constantFrom('F32', 'F16', 'BF16', 'I64', 'F8_E4M3'), fc.jsonValue()),
      shape: fc.array(count, { maxLength: 4 }),
      data_offsets: fc.tuple(count, count),
    });
    const header = fc.dictionary(
      fc.constantFrom('prompt_embeddings', '__proto__', '__metadata__', 'prefix_task_cols'),
      fc.oneof(tensor, fc.jsonValue()),
    );
    fc.assert(
      fc.property(fc.oneof(header, fc.jsonValue()), fc.constantFrom(0, 8, 24), (json, size) => {
        readOrRefuse(withWeights(safetensorsOf(json, new Uint8Array(size))));
      }),
      RUNS,
    );
  });

  test('any configuration', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(1, 2, 3, 2 ** 53, 1e308, null, 'CAUSAL_LM'));
    const type = fc.constantFrom('PROMPT_TUNING', 'P_TUNING', 'MULTITASK_PROMPT_TUNING', 'LORA');
    const fields = fc.constantFrom(
      ...['task_type', 'num_virtual_tokens', 'token_dim', 'num_transformer_submodules', '__proto__'],
    );
    const config = fc
      .tuple(type, fc.dictionary(fields, value))
      .map(([peft_type, rest]) => ({ ...rest, peft_type }));
    fc.assert(
      fc.property(fc.oneof(config, fc.jsonValue()), (json) => {
        readOrRefuse(withWeights(good, jsonBytes(json)));
      }),
      RUNS,
    );
  });

  test('any prompt comes back bit for bit', () => {
    const prompt = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([length, width]) =>
        fc
          .float32Array({
            minLength: length * width,
            maxLength: length * width,
            noNaN: true,
            noDefaultInfinity: true,
          })
          .map((data): NamedTensor => ({ dims: [length, width], data })),
      );
    fc.assert(
      fc.property(prompt, (tensor) => {
        const written = writeSafetensors(new Map([['prompt_embeddings', tensor]]));
        expect(readSafetensors(written, 'back').get('prompt_embeddings')).toEqual(tensor);
        expect(
          readPeftFolder(folderOf({ peft_type: 'P_TUNING' }, { prompt_embeddings: tensor }), 'back'),
        ).toMatchObject({
          length: tensor.dims[0],
          width: tensor.dims[1],
          values: tensor.data,
        });
      }),
      RUNS,
    );
  });
});
