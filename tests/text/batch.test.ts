import { expect, test } from 'vitest';
import { bucketFor, lengthBuckets, padBatch, paddingId } from '../../src/text/batch.ts';
import { parseTemplate } from '../../src/text/template.ts';
import { wrapExample } from '../../src/text/wrap-example.ts';
import { readTokenizer } from './families.ts';

const tokenizer = readTokenizer('wordpiece');
const template = parseTemplate('{a} [MASK]');
const wrap = (a: string) => wrapExample(tokenizer, template, { a }, 64);

test('rows are padded on the right and masked there', () => {
  const batch = padBatch([wrap('great film'), wrap('')], 8, 7);
  const [great, film] = [tokenizer.idOf('great'), tokenizer.idOf('film')];
  expect(Array.from(batch.inputIds)).toEqual([2, great, film, 4, 3, 7, 7, 7, 2, 4, 3, 7, 7, 7, 7, 7]);
  expect(Array.from(batch.attentionMask)).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0]);
  expect(Array.from(batch.readPositions)).toEqual([3, 1]);
});

test('a row longer than the bucket is an error, never cut in silence', () => {
  expect(() => padBatch([wrap('great film')], 4, 0)).toThrow(
    expect.objectContaining({ code: 'text-too-long' }) as Error,
  );
});

test('buckets go up to the maximum length and no further', () => {
  expect(lengthBuckets(64)).toEqual([16, 32, 48, 64]);
  expect(lengthBuckets(50)).toEqual([16, 32, 48, 50]);
  expect(lengthBuckets(10)).toEqual([10]);
});

test('a length takes the smallest bucket that holds it', () => {
  expect([1, 16, 17, 64].map((length) => bucketFor(length, [16, 32, 64]))).toEqual([16, 16, 32, 64]);
  expect(() => bucketFor(65, [16, 32, 64])).toThrow(/65 tokens.*64/);
});

test('padding is the pad token, else the end token', () => {
  expect(paddingId(tokenizer)).toBe(0);
  expect(paddingId(readTokenizer('sentencepiece-bpe'))).toBe(2);
});
