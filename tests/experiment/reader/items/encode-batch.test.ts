import { describe, expect, test } from 'vitest';
import { batchRandom, encodeBatch } from '../../../../src/experiment/reader/items/encode-batch.ts';
import { maskItem } from '../../../../src/experiment/reader/items/mask-item.ts';
import { prepareItem } from '../../../../src/experiment/reader/items/prepare-item.ts';
import {
  DEFAULT_ENCODING,
  WHOLE_TEXT,
  type EncodeSettings,
  type ReaderBatch,
  type StepSettings,
} from '../../../../src/experiment/reader/items/reader-batch.ts';
import type { ReadingItem } from '../../../../src/experiment/reader/items/reading-item.ts';
import { openVocabulary } from '../../../../src/experiment/reader/items/vocabulary.ts';
import { fixtureItems, itemOf } from './fixture-items.ts';

const PLAIN = { ...DEFAULT_ENCODING, masked: false };

function encode(
  items: readonly ReadingItem[],
  settings: EncodeSettings,
  step: Partial<StepSettings> = {},
  at = 0,
): { batch: ReaderBatch; words: readonly string[] } {
  const vocabulary = openVocabulary();
  const prepared = items.map((item) => prepareItem(item, vocabulary, settings));
  const batch = encodeBatch(prepared, settings, { ...WHOLE_TEXT, ...step }, batchRandom(1, at));
  return { batch, words: vocabulary.words };
}

/** Words of every passage of item `b`. */
function passagesOf({ batch, words }: ReturnType<typeof encode>, b: number): string[][] {
  const { passages, passageLength, ids, mask } = batch;
  return Array.from({ length: passages }, (_, m) => {
    const start = (b * passages + m) * passageLength;
    return Array.from(ids.subarray(start, start + passageLength), (id) => words[id]).filter(
      (_word, n) => mask[start + n] === 1,
    );
  });
}

const questionOf = ({ batch, words }: ReturnType<typeof encode>, b: number): string[] =>
  Array.from(
    batch.questionIds.subarray(b * batch.questionLength, (b + 1) * batch.questionLength),
    (id) => words[id],
  ).filter((word) => word !== '');

/** [candidate, passage, token] of every token that mentions a candidate. */
function mentioned({ candidates, passages, passageLength, mention }: ReaderBatch, b: number): number[][] {
  const size = candidates * passages * passageLength;
  return Array.from(mention.subarray(b * size, (b + 1) * size), (value, at) => ({ value, at }))
    .filter(({ value }) => value === 1)
    .map(({ at }) => [
      Math.floor(at / passageLength / passages),
      Math.floor(at / passageLength) % passages,
      at % passageLength,
    ]);
}

/** [passage, token] where the flag of this kind is 6. */
function flagged({ passages, passageLength, flags }: ReaderBatch, b: number, kind: 0 | 1): number[][] {
  return Array.from({ length: passages * passageLength }, (_, at) => at)
    .filter((at) => flags[2 * (b * passages * passageLength + at) + kind] === 6)
    .map((at) => [Math.floor(at / passageLength), at % passageLength]);
}

const bySize = (rows: readonly (readonly number[])[]): string[] => rows.map((row) => row.join()).sort();

describe.each(fixtureItems.map((item) => [item.plain.id, item] as const))('%s', (_id, item) => {
  test.each(['plain', 'masked'] as const)('is encoded as the reference has it, %s', (form) => {
    const reference = item.encoded[form];
    // As it is in the file: the placeholders of a masked text are words as any other.
    const encoded = encode([itemOf(item[form])], PLAIN);
    expect(questionOf(encoded, 0)).toEqual(reference.question);
    expect(passagesOf(encoded, 0)).toEqual(reference.passages);
    expect(bySize(mentioned(encoded.batch, 0))).toEqual(
      bySize(
        reference.mentions.flatMap(([candidate, passage, first, length]) =>
          Array.from({ length }, (_, n) => [candidate, passage, first + n]),
        ),
      ),
    );
    expect(flagged(encoded.batch, 0, 1)).toEqual(reference.in_question);
    expect(encoded.batch.gold[0]).toBe(reference.gold);
    const oneHop = encode([itemOf(item[form])], PLAIN, { oneHop: 1 });
    expect(questionOf(oneHop, 0)).toEqual(item.encoded[`${form}_one_hop_question`]);
  });

  test('is masked as the reference has it', () => {
    const masked = maskItem(itemOf(item.plain), item.places);
    expect(masked).toEqual(itemOf(item.masked));
  });

  test('masked for a batch, it has the tokens of the masked text but for which placeholder is which', () => {
    const encoded = encode([itemOf(item.plain)], DEFAULT_ENCODING);
    const reference = encode([itemOf(item.masked)], PLAIN);
    const dealt = new Map<string, string>();
    passagesOf(encoded, 0).forEach((words, m) =>
      words.forEach((word, n) => {
        const other = passagesOf(reference, 0)[m][n];
        expect(word.startsWith('@')).toBe(other.startsWith('@'));
        expect(dealt.get(word) ?? other).toBe(other);
        if (word.startsWith('@')) dealt.set(word, other);
        else expect(word).toBe(other);
      }),
    );
    expect(new Set(dealt.values()).size).toBe(dealt.size);
    expect(encoded.batch.mention).toEqual(reference.batch.mention);
    expect(encoded.batch.flags).toEqual(reference.batch.flags);
    expect(encoded.batch.mask).toEqual(reference.batch.mask);
  });
});

const PLAIN_ITEMS = fixtureItems.map(({ plain }) => itemOf(plain));

test('placeholders are dealt anew for every step, among as many as titles and candidates there may be', () => {
  const seen = new Set<string>();
  for (let step = 0; step < 40; step++)
    for (const word of passagesOf(encode(PLAIN_ITEMS, DEFAULT_ENCODING, {}, step), 0).flat())
      if (word.startsWith('@')) seen.add(word);
  expect([...seen].sort()).toEqual(Array.from({ length: 12 }, (_, n) => `@${n}`).sort());
});

test('a step draws the same whenever it is asked', () => {
  const step = { wordsKept: 0.5, oneHop: 0.5 };
  const first = encode(PLAIN_ITEMS, DEFAULT_ENCODING, step, 7).batch;
  expect(encode(PLAIN_ITEMS, DEFAULT_ENCODING, step, 7).batch).toEqual(first);
  expect(encode(PLAIN_ITEMS, DEFAULT_ENCODING, step, 8).batch.ids).not.toEqual(first.ids);
});

test('without words, placeholders move together and keep their flags and mentions', () => {
  const whole = encode(PLAIN_ITEMS, DEFAULT_ENCODING);
  const bare = encode(PLAIN_ITEMS, DEFAULT_ENCODING, { wordsKept: 0, trimmedLength: 6 });
  expect(bare.batch.passageLength).toBe(6);
  for (const b of [0, 1])
    expect(passagesOf(bare, b)).toEqual(
      passagesOf(whole, b).map((words) => words.filter((word) => word.startsWith('@'))),
    );
  // The last passage of the second item: "@36 a monarchy in northwestern @17 headquarters …".
  expect(mentioned(bare.batch, 1)).toContainEqual([3, 7, 1]);
  expect(flagged(bare.batch, 1, 0)).toContainEqual([7, 1]);
});

test('with half of the words about half are left, and all names', () => {
  const count = (share: number, isName: boolean): number =>
    Array.from({ length: 20 }, (_, step) =>
      passagesOf(encode(PLAIN_ITEMS, DEFAULT_ENCODING, { wordsKept: share }, step), 0),
    )
      .flat(2)
      .filter((word) => word.startsWith('@') === isName).length;
  expect(count(0.5, true)).toBe(count(1, true));
  expect(count(0.5, false) / count(1, false)).toBeCloseTo(0.5, 1);
});

test('the relation may be a token of its own, and then no word of it is looked for in the passages', () => {
  const settings = { ...PLAIN, relationToken: true };
  const encoded = encode(PLAIN_ITEMS, settings);
  expect(questionOf(encoded, 1)).toEqual(['REL:located_in', 'antwerpen']);
  expect(flagged(encoded.batch, 1, 1)).toEqual([[1, 0]]);
});

test('a span item is given every place where its answer stands, in the joined passages', () => {
  const item: ReadingItem = {
    kind: 'span',
    id: 'q',
    query: 'Which vegetable is worn in Wales ?',
    relation: null,
    passages: [
      { title: null, text: 'The leek is worn in Wales; a leek!' },
      { title: 'Leeks', text: 'leeks are no leek' },
    ],
    answer: 'leek',
    support: null,
  };
  const { batch } = encode([PLAIN_ITEMS[0], item], { ...PLAIN, passages: 3, passageLength: 10 });
  expect([...batch.spans]).toEqual([1, 1, 1, 1, 7, 7, 1, 14, 14]);
  expect(batch.gold[1]).toBe(-1);
});

test('what nothing can be learnt from says why', () => {
  const [item] = PLAIN_ITEMS;
  const why = (one: ReadingItem, settings: Partial<EncodeSettings> = {}): string | null =>
    prepareItem(one, openVocabulary(), { ...DEFAULT_ENCODING, ...settings }).unusable;
  expect(why(item)).toBeNull();
  expect(why({ ...item, passages: [] })).toBe('no-passages');
  expect(why(item, { passageLength: 2 })).toBe('no-answer');
  expect(why(item, { candidates: 3 })).toBe('too-many-candidates');
});

test('what has no room in a batch is refused by its name', () => {
  const settings = { ...DEFAULT_ENCODING, candidates: 3 };
  expect(() => encode([PLAIN_ITEMS[1]], settings)).toThrow(/dev3/);
});

test('32 items take less than 10 ms', () => {
  const vocabulary = openVocabulary();
  const items = Array.from({ length: 32 }, (_, n) =>
    prepareItem(PLAIN_ITEMS[n % 2], vocabulary, DEFAULT_ENCODING),
  );
  const times = Array.from({ length: 20 }, (_, step) => {
    const started = performance.now();
    encodeBatch(items, DEFAULT_ENCODING, { ...WHOLE_TEXT, wordsKept: 0.5 }, batchRandom(1, step));
    return performance.now() - started;
  });
  expect(Math.min(...times)).toBeLessThan(10);
});
