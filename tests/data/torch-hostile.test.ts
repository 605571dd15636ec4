/** Torch files that are damaged or made to do harm: a typed error or a right result, no call, no large allocation. */
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readTorchPrompt } from '../../src/data/torch-prompt.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { refused } from './peft-fixtures.ts';
import {
  bytesOf,
  global,
  integer,
  tensor,
  text,
  torchFile,
  torchMatrix,
  tuple,
  type Piece,
} from './torch-writer.ts';

const four = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
const withPickle = (...pieces: readonly Piece[]): Uint8Array =>
  torchFile({ pickle: bytesOf(...pieces), data: four });
const refusal = (bytes: Uint8Array): string => refused(() => readTorchPrompt(bytes, 'bad.pt')).message;

describe('nothing is run', () => {
  test.each<[string, Uint8Array, string]>([
    ['os.system', withPickle(global('posix', 'system'), tuple(text('true')), 'R'), 'posix.system'],
    ['eval', withPickle(global('builtins', 'eval'), tuple(text('1')), 'R'), 'builtins.eval'],
    ['a property of objects', withPickle(global('torch', 'constructor')), 'torch.constructor'],
    ['a long name', withPickle('c', 'x'.repeat(10_000), '\ny\n'), 'ends too early'],
    ['STACK_GLOBAL', withPickle(text('posix'), text('system'), 0x93), 'STACK_GLOBAL'],
    ['INST', withPickle('(iposix\nsystem\n'), 'INST'],
    ['OBJ', withPickle('(', text('posix'), 'o'), 'OBJ'],
    ['NEWOBJ', withPickle(')', ')', 0x81), 'NEWOBJ'],
    ['an extension', withPickle(0x82, 1), 'EXT1'],
    ['a list', withPickle(']'), 'EMPTY_LIST'],
    ['a byte that is no opcode', withPickle(0xff), '0xff'],
    ['calling a storage', withPickle(global('torch', 'FloatStorage'), ')R'), 'global'],
    ['calling a text', withPickle(text('eval'), ')R'), 'string'],
    ['state of a tensor', withPickle(tensor({ shape: [2, 2], count: 4 }), '}b'), 'no dictionary'],
    ['OrderedDict of something', withPickle(global('collections', 'OrderedDict'), 'N', 0x85, 'R'), 'other'],
  ])('%s', (_what, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });
});

describe('damaged pickles', () => {
  test.each<[string, Uint8Array, string]>([
    ['empty', withPickle(), 'not there'],
    ['two values', withPickle('NN'), 'middle'],
    ['an open mark', withPickle('N('), 'not there'],
    ['no mark', withPickle('t'), 'mark'],
    ['a value from below a mark', withPickle('N(', 0x85), 'not there'],
    ['a memory that is not there', withPickle('h', 9), 'never had'],
    ['a text of 4 GB', withPickle('X', 255, 255, 255, 255), 'ends too early'],
    ['a text that is not UTF-8', withPickle('X', 1, 0, 0, 0, 0xff), 'UTF-8'],
    ['a number of 2000 bits', withPickle(0x8a, 250, new Uint8Array(250).fill(0x7f)), '2^53'],
    ['a thousand marks', withPickle('('.repeat(1000)), 'more than'],
    ['200,000 values', withPickle('N'.repeat(200_000)), 'more than'],
    ['a tuple as a key', withPickle('}', ')', 'Ns'), 'tuple as a key'],
    ['items of a text', withPickle(text('x'), 'NNs'), 'no dictionary'],
    ['a storage of another kind', withPickle(tuple(text('module')), 'Q'), 'storage is malformed'],
    ['a key that leaves the folder', withPickle(tensor({ key: '../0', shape: [1], count: 1 })), 'malformed'],
    ['a negative axis', withPickle(tensor({ shape: [-1, 4], count: 4 })), 'malformed'],
    ['nine axes', withPickle(tensor({ shape: Array<number>(9).fill(1), count: 1 })), 'malformed'],
    ['strides for other axes', withPickle(tensor({ shape: [4], stride: [4, 1], count: 4 })), 'other strides'],
  ])('%s', (_what, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });

  test('a dictionary that holds itself, deep tuples: no recursion', () => {
    expect(refusal(withPickle('}q', 0, text('self'), 'h', 0, 's'))).toContain('without a tensor');
    expect(refusal(withPickle('N', new Uint8Array(100_000).fill(0x85)))).toContain('no tensor');
  });
});

describe('sizes are checked before anything is allocated', () => {
  const large = 2 ** 40;
  test.each<[string, Uint8Array, string]>([
    ['a tensor beyond its storage', withPickle(tensor({ shape: [large, 4], count: 4 })), 'more than the 4'],
    ['a storage beyond the file', withPickle(tensor({ shape: [large, 4], count: 4 * large })), 'data/0'],
    ['an offset beyond the storage', withPickle(tensor({ shape: [2, 2], offset: 1, count: 4 })), 'more than'],
    [
      'axes whose product overflows',
      withPickle(tensor({ shape: [2 ** 52, 2 ** 20], stride: [2 ** 20, 1], count: 4 })),
      'more than the 4',
    ],
    ['a storage with another key', withPickle(tensor({ key: '1', shape: [2, 2], count: 4 })), 'data/1'],
    ['strides of nought', withPickle(tensor({ shape: [large, 4], stride: [0, 0], count: 4 })), 'one after'],
  ])('%s', (_what, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });

  const entry = (size: number, level: 0 | 9): Uint8Array =>
    zipSync({ 'archive/data.pkl': new Uint8Array(size) }, { level });
  const inDirectory = (zip: Uint8Array, offset: number, value: number): Uint8Array => {
    const directory = zip.findIndex((_, i) => zip[i] === 0x50 && zip[i + 1] === 0x4b && zip[i + 2] === 1);
    new DataView(zip.buffer).setUint32(directory + offset, value, true);
    return zip;
  };
  test.each<[string, Uint8Array, string]>([
    ['a compressed pickle', entry(100_000, 9), 'compressed'],
    ['a pickle of 5 MB', entry(5_000_000, 0), 'size'],
    [
      'a size beyond the file',
      inDirectory(inDirectory(entry(64, 0), 20, 1 << 20), 24, 1 << 20),
      'claim more',
    ],
    ['sizes that differ', inDirectory(entry(64, 0), 24, 65), 'compressed'],
    [
      'two pickles',
      zipSync({ 'a/data.pkl': new Uint8Array(1), 'b/data.pkl': new Uint8Array(1) }, { level: 0 }),
      'several',
    ],
    ['another zip', zipSync({ 'run.json': strToU8('{}') }), 'data.pkl'],
    ['a zip cut short', torchMatrix([1, 1], Float32Array.of(1)).subarray(0, 60), 'damaged'],
  ])('%s', (_what, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });

  test('an end that claims four thousand million entries', () => {
    const zip = entry(1, 0);
    const end = new Uint8Array(zip.length + 76);
    const at = zip.length - 22;
    end.set(zip.subarray(0, at));
    const view = new DataView(end.buffer);
    view.setUint32(at, 0x6064b50, true);
    view.setUint32(at + 32, 0xffff_ffff, true);
    view.setUint32(at + 48, zip.length, true);
    view.setUint32(at + 56, 0x7064b50, true);
    view.setUint32(at + 64, at, true);
    end.set(zip.subarray(at), at + 76);
    expect(refusal(end)).toContain('more entries');
  });
});

test('whatever bytes change, a tensor or an error of the lab comes back', () => {
  const good = torchMatrix([2, 2], Float32Array.of(1, 2, 3, 4));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.nat({ max: good.length }),
      fc.boolean(),
      (edits, length, cut) => {
        const bytes = good.slice(0, cut ? length : good.length);
        for (const [at, value] of edits) bytes[at] = value;
        readOrRefuse(bytes);
      },
    ),
    { numRuns: 3000 },
  );
});

test('whatever opcodes come, a tensor or an error of the lab comes back', () => {
  const piece = fc.oneof(
    fc.nat({ max: 255 }),
    fc.constantFrom(
      ...[integer(7), text('data'), tuple(), tensor({ shape: [2, 2], count: 4 })],
      ...[global('collections', 'OrderedDict'), bytesOf(')R'), bytesOf('}'), bytesOf('(')],
      ...[bytesOf('s'), bytesOf('u'), bytesOf('Q'), bytesOf('b'), bytesOf('q', 0), bytesOf('h', 0)],
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      readOrRefuse(withPickle(...pieces));
    }),
    { numRuns: 3000 },
  );
});

function readOrRefuse(bytes: Uint8Array): void {
  try {
    const { dims, data } = readTorchPrompt(bytes, 'x.pt');
    expect(data).toHaveLength(dims.reduce((product, dim) => product * dim, 1));
    expect(data.byteLength).toBeLessThanOrEqual(2 * bytes.byteLength);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(LabError);
    expect((thrown as LabError).message.length).toBeLessThan(2000);
  }
}
