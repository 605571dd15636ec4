import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { f16round } from '@petamoriken/float16';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../src/data/npy.ts';
import { readTorchPrompt } from '../../src/data/torch-prompt.ts';
import { refused } from './peft-fixtures.ts';
import { bytesOf, dict, integer, tensor, torchFile, torchMatrix } from './torch-writer.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))));
const torchFixture = (name: string): Uint8Array => fixture(`torch-prompt/${name}`);
const published = (path: string): Float32Array =>
  readNpy(fixture(`published-prompts/${path}.npy`), path).data;

const bits = (data: Float32Array): Uint32Array => new Uint32Array(data.slice().buffer);
const SMALL = [0.1, -2.5, 1e-3, 65504, 3, -0];

describe('files with Python’s own pickles', () => {
  test('a published prompt, bit for bit', () => {
    const read = readTorchPrompt(torchFixture('task_prompt'), 'task_prompt');
    expect(read.dims).toEqual([3, 768]);
    expect(bits(read.data)).toEqual(bits(published('roberta-base/SST2').subarray(0, 3 * 768)));
  });

  test.each([
    ['a parameter of float64', 'parameter.pt'],
    ['best_acc and best_prompt', 'best.pt'],
  ])('%s', (_what, name) => {
    expect(readTorchPrompt(torchFixture(name), name)).toEqual({
      dims: [2, 3],
      data: Float32Array.from(SMALL),
    });
  });

  test('a module’s state with one matrix of floats', () => {
    const { dims, data } = readTorchPrompt(torchFixture('state.bin'), 'state.bin');
    expect(dims).toEqual([2, 3]);
    expect(data).toEqual(Float32Array.from(SMALL, (value) => f16round(value)));
  });

  test.each([
    ['two.bin', 'prompt', 'first [2, 3]; second [1, 3]', 'Save the prompt alone'],
    ['columns.pt', 'file', 'one after the other', 'contiguous()'],
    ['code.pt', 'file', '__builtin__.print', 'torch.save'],
    ['legacy.pt', 'file', 'before 1.6', 'weights_only=True'],
  ])('%s is refused', (name, code, message, remedy) => {
    const error = refused(() => readTorchPrompt(torchFixture(name), name));
    expect(error.toData()).toMatchObject({ code, where: name });
    expect(error.message).toContain(message);
    expect(error.remedy).toContain(remedy);
  });
});

describe('what a tensor may be', () => {
  test.each(['roberta-base/IMDB', 'bert-base/MNLI'])('all of %s', (path) => {
    const values = published(path);
    const read = readTorchPrompt(torchMatrix([100, 768], values), path);
    expect(read.dims).toEqual([100, 768]);
    expect(bits(read.data)).toEqual(bits(values));
  });

  test('a view into a larger storage, with any stride where there is one row', () => {
    const data = new Uint8Array(Float32Array.of(9, 9, 1, 2, 9).buffer);
    const pickle = tensor({ shape: [1, 2], stride: [77, 1], offset: 2, count: 5 });
    expect(readTorchPrompt(torchFile({ pickle, data }), 'view.pt')).toEqual({
      dims: [1, 2],
      data: Float32Array.of(1, 2),
    });
  });

  test('bfloat16', () => {
    const data = new Uint8Array(Uint16Array.of(0x3f80, 0xc020).buffer);
    const pickle = tensor({ type: 'BFloat16Storage', shape: [2, 1], count: 2 });
    expect(readTorchPrompt(torchFile({ pickle, data }), 'b.pt').data).toEqual(Float32Array.of(1, -2.5));
  });

  test('the prompt that PEFT names, among others; names are never properties', () => {
    const one = tensor({ shape: [1, 1], count: 1 });
    const pickle = dict({
      prompt_embeddings: one,
      ['__proto__']: one,
      constructor: one,
      step: integer(70_000),
    });
    const data = new Uint8Array(Float32Array.of(4).buffer);
    expect(readTorchPrompt(torchFile({ pickle, data }), 'x.bin').data).toEqual(Float32Array.of(4));
    const others = dict({ ['__proto__']: one, constructor: one });
    expect(refused(() => readTorchPrompt(torchFile({ pickle: others, data }), 'x.bin')).message).toContain(
      '__proto__ [1, 1]; constructor [1, 1]',
    );
    expect(Object.prototype).not.toHaveProperty('entries');
  });

  test.each<[string, Uint8Array, string]>([
    ['a number', torchFile({ pickle: integer(-5) }), 'no tensor'],
    ['a dictionary of numbers', torchFile({ pickle: dict({ a: integer(2 ** 40) }) }), 'without a tensor'],
    [
      'big endian',
      torchFile({ pickle: tensor({ shape: [1, 1], count: 1 }), data: new Uint8Array(4), byteorder: 'big' }),
      'big endian',
    ],
    [
      'integers',
      torchFile({
        pickle: tensor({ type: 'LongStorage', shape: [1, 1], count: 1 }),
        data: new Uint8Array(8),
      }),
      'LongStorage',
    ],
    ['a bare pickle', bytesOf(0x80, 4, 'N.'), 'bare Python pickle'],
    ['no zip', bytesOf('hello'), 'no zip file'],
    ['nothing', new Uint8Array(0), 'no zip file'],
  ])('%s is refused', (_what, bytes, message) => {
    expect(refused(() => readTorchPrompt(bytes, 'x.pt')).message).toContain(message);
  });
});
