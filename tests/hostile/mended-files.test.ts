/** Files that once filled the memory, never ended, or came back as an error that tells nobody what to do. */
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readRunFile } from '../../src/data/run-file.ts';
import { readSweepFile } from '../../src/data/sweep-file.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { createTokenizer } from '../../src/text/tokenizer.ts';
import { toCsv } from '../../src/views/table-twin.ts';
import { bytesOf } from '../data/torch-writer.ts';
import { refused } from '../data/peft-fixtures.ts';
import { MOST_MS } from './run-target.ts';

const END = 22;
const DIRECTORY = 0x02014b50;

/** A zip with one entry, whose directory says something else in place of a number of 32 bits. */
function claiming(name: string, content: Uint8Array, offset: number, value: number): Uint8Array {
  const zip = zipSync({ [name]: content });
  const view = new DataView(zip.buffer);
  let at = 0;
  while (view.getUint32(at, true) !== DIRECTORY) at += 1;
  view.setUint32(at + offset, value, true);
  return zip;
}

const ORIGINAL_SIZE = 24;
const SIZE = 20;

test.each([400_000_000, 2 ** 32 - 1])('a zip of 200 bytes that claims %i', (claimed) => {
  const held = process.memoryUsage().arrayBuffers;
  const runs = claiming('run.json', strToU8('{}'), ORIGINAL_SIZE, claimed);
  expect(refused(() => readRunFile(runs, 'run.plab')).message).toContain('can’t have');
  const sweeps = claiming('sweep.json', strToU8('{}'), ORIGINAL_SIZE, claimed);
  expect(refused(() => readSweepFile(sweeps, 'sweep.plab')).message).toContain('can’t have');
  expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(1 << 20);
});

test('a zip whose entry is longer than the zip', () => {
  const zip = claiming('run.json', strToU8('{}'), SIZE, 1_000_000);
  expect(refused(() => readRunFile(zip, 'run.plab')).message).toContain('can’t have');
});

test('a zip whose entry inflates to more than it claims', () => {
  const zip = claiming('run.json', new Uint8Array(100_000), ORIGINAL_SIZE, 10);
  expect(refused(() => readRunFile(zip, 'run.plab')).code).toBe('file');
});

test('a zip of 64 bits that claims four thousand million entries', () => {
  const zip = zipSync({ 'run.json': strToU8('{}') });
  const end = zip.subarray(zip.byteLength - END);
  const record = new Uint8Array(56);
  const locator = new Uint8Array(20);
  new DataView(record.buffer).setUint32(0, 0x06064b50, true);
  new DataView(record.buffer).setUint32(32, 2 ** 32 - 1, true);
  new DataView(locator.buffer).setUint32(0, 0x07064b50, true);
  new DataView(locator.buffer).setUint32(8, zip.byteLength - END, true);
  const large = bytesOf(zip.subarray(0, zip.byteLength - END), record, locator, end);
  const start = performance.now();
  expect(refused(() => readSweepFile(large, 'sweep.plab')).message).toContain('more than 1000 entries');
  expect(performance.now() - start).toBeLessThan(MOST_MS);
});

test('an entry twice', () => {
  const zip = zipSync({ 'run.json': strToU8('{}'), 'run.jsoN': strToU8('{}') });
  const text = Buffer.from(zip).toString('latin1').replaceAll('run.jsoN', 'run.json');
  const twice = new Uint8Array(Buffer.from(text, 'latin1'));
  expect(refused(() => readRunFile(twice, 'run.plab')).message).toContain('twice');
});

const WORDS = { type: 'WordPiece', unk_token: 'u', continuing_subword_prefix: '##', vocab: { u: 0, a: 1 } };
const ids = { ...WORDS, vocab: { u: 0, a: 0.5 } };
const large = { ...WORDS, vocab: { u: 0, a: 2 ** 31 } };

test.each<[string, object]>([
  ['an id that is a fraction', { model: ids }],
  ['an id that would fill the memory', { model: large }],
  ['no vocabulary', { model: { ...WORDS, vocab: null } }],
  ['a score that is no number', { model: { type: 'Unigram', unk_id: 0, vocab: [['u', 'x']] } }],
  ['a text as the id of what is unknown', { model: { type: 'Unigram', unk_id: 'u', vocab: [['u', 0]] } }],
  ['words of any length, which take its cube', { model: { ...WORDS, max_input_chars_per_word: 1e9 } }],
  [
    'half of the tokens around a text',
    { model: WORDS, post_processor: { type: 'RobertaProcessing', cls: ['u', 0] } },
  ],
  ['a template that is none', { model: WORDS, post_processor: { type: 'TemplateProcessing', single: 0 } }],
  ['a type as long as a book', { model: WORDS, normalizer: { type: 'x'.repeat(100_000) } }],
])('a tokenizer with %s', (_what, json) => {
  const error = refused(() => createTokenizer(json));
  expect(error.code).toBe('tokenizer-unreadable');
  expect(error.message.length).toBeLessThanOrEqual(2000);
});

test('a tokenizer without an id for what is unknown', () => {
  const model = { type: 'Unigram', unk_id: null, vocab: [['a', 0]] };
  expect(refused(() => createTokenizer({ model }).encode('b')).code).toBe('tokenizer-unreadable');
});

test('a tokenizer of 50,000 added tokens that begin alike', () => {
  const added = Array.from({ length: 50_000 }, (_, id) => ({ id, content: `a${String(id)}` }));
  const start = performance.now();
  expect(createTokenizer({ model: WORDS, added_tokens: added }).encode('a7').ids).toEqual([7]);
  expect(performance.now() - start).toBeLessThan(2 * MOST_MS);
});

test('texts of a file are cut in every part of an error', () => {
  const long = 'x'.repeat(10_000);
  const { message, remedy, where } = new LabError({ code: 'file', message: long, remedy: long, where: long });
  for (const text of [message, remedy, where]) expect(text).toMatch(/^x{1999}…$/);
});

test('CSV: no cell is a formula, the names of the columns too', () => {
  const text = '=HYPERLINK(1),"open';
  const csv = toCsv({ caption: text, columns: [text], rows: [[text], ['-1+cmd'], ['@x']] });
  const cell = `"'=HYPERLINK(1),""open"`;
  expect(csv.split('\r\n')).toEqual([cell, cell, `'-1+cmd`, `'@x`, '']);
});
