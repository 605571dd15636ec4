/** The sample records of specs/dynsan-reader.md, section 11, and what can be wrong with files. */
import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ImportSource } from '../../../../src/data/import/import-types.ts';
import { readReadingData } from '../../../../src/data/reading/import/read-reading-data.ts';
import { writeWikiHop } from '../../../../src/data/reading/write-wikihop.ts';
import { source } from '../../import/sources.ts';
import { fixtureItems, itemOf } from '../../../experiment/reader/items/fixture-items.ts';

const SEARCHQA = [
  ' <s> the leek is worn in wales on march 1 </s>  <s> daffodils bloom early in spring </s>  ||| this vegetable is an emblem of wales ||| leek',
  '  ||| a question without snippets ||| leek',
  ' <s> nothing of it </s> ||| the answer is elsewhere ||| leek',
  ' <s> the leek </s> ||| no answer ||| ',
  'a line of another file',
].join('\n');

const RAW = {
  category: 'EMBLEMS',
  air_date: '2001-01-01',
  question: "'It is worn in Wales on March 1'",
  value: null,
  answer: 'a leek',
  search_results: [
    { url: 'http://x.test/1', title: 'Wales', snippet: 'A leek is worn ...', related_links: null },
    { url: 'http://x.test/2', title: null, snippet: null, related_links: null },
  ],
};

const QUESTIONS = [
  { answer: 'leek', question: 'Which vegetable is a Welsh emblem ?', uid: 's9q1', tags: ['1tok'] },
  { answer: 'daffodil', question: 'Which flower is ?', uid: 's9q2', tags: [] },
];
const CONTEXTS = [
  {
    uid: 's9q1',
    contexts: [
      [18.2, 'The leek is a national emblem of Wales .'],
      [11.7, 'Daffodils bloom in March .'],
    ],
  },
  { uid: 's9q2', contexts: [[3, 'The daffodil is one , too .']] },
];
const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const WIKIHOP = {
  id: 'WH_dev_0',
  query: 'country_of_origin red kite ale',
  answer: 'wales',
  candidates: ['england', 'ireland', 'wales'],
  supports: [
    'Red Kite Ale is brewed by Tal y Bont Brewery .',
    'Tal y Bont Brewery is based in Conwy , Wales .',
    'Conwy borders England .',
  ],
  annotations: [['follows', 'multiple']],
};

const HOTPOT_LINE = {
  id: 'h1',
  question: 'Where is the brewery of Red Kite Ale ?',
  answer: 'Conwy',
  type: 'bridge',
  passages: [
    { title: 'Red Kite Ale', text: 'Brewed by Tal y Bont Brewery.' },
    { title: 'Tal y Bont Brewery', text: 'A brewery in Conwy.' },
  ],
  support: [0, 1],
};
const HOTPOT_ORIGINAL = {
  _id: 'h1',
  question: HOTPOT_LINE.question,
  answer: 'Conwy',
  type: 'bridge',
  level: 'easy',
  supporting_facts: [
    ['Red Kite Ale', 0],
    ['Tal y Bont Brewery', 0],
  ],
  context: [
    ['Red Kite Ale', ['Brewed by ', 'Tal y Bont Brewery.']],
    ['Other', ['Nothing.']],
    ['Tal y Bont Brewery', ['A brewery in Conwy.']],
  ],
};

describe('SearchQA', () => {
  test('processed: snippets in their order, what can’t be used counted, malformed lines by number', async () => {
    const { splits, report } = await readReadingData([source('train.txt', SEARCHQA)]);
    expect(report.format).toBe('searchqa');
    expect(splits.train).toEqual([
      {
        kind: 'span',
        id: 'searchqa1',
        query: 'this vegetable is an emblem of wales',
        relation: null,
        passages: [
          { title: null, text: 'the leek is worn in wales on march 1' },
          { title: null, text: 'daffodils bloom early in spring' },
        ],
        answer: 'leek',
        support: null,
      },
    ]);
    expect(report.leftOut).toMatchObject({ 'no-passages': 1, 'no-answer': 1, 'no-question': 1 });
    expect(report.malformed.listed).toEqual([
      { file: 'train.txt', line: 5, reason: expect.stringContaining('1 parts') as string },
    ]);
  });

  test('raw: a zip of files with null fields', async () => {
    const zip = zipSync({
      'train/000001.json': strToU8(JSON.stringify(RAW)),
      'train/000002.json': strToU8(JSON.stringify({ ...RAW, search_results: null })),
      'train/000003.json': strToU8('{"air_date": '),
    });
    const { splits, report } = await readReadingData([source('train.zip', Uint8Array.from(zip))]);
    expect(splits.train).toMatchObject([
      {
        query: 'It is worn in Wales on March 1',
        passages: [{ title: null, text: 'A leek is worn ...' }],
        answer: 'a leek',
      },
    ]);
    expect(report.leftOut['no-passages']).toBe(1);
    expect(report.malformed.listed).toMatchObject([
      { file: 'train.zip/train/000003.json', line: 1, reason: 'it is no valid JSON' },
    ]);
  });
});

describe('Quasar-T', () => {
  const gz = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(gzipSync(strToU8(text)));

  test('questions and contexts, packed, in any order', async () => {
    const { splits, report } = await readReadingData([
      source('contexts/short/dev_contexts.json.gz', gz(lines(CONTEXTS))),
      source('questions/dev_questions.json.gz', gz(lines(QUESTIONS))),
    ]);
    expect(report.format).toBe('quasar-t');
    expect(splits.dev.map(({ id }) => id)).toEqual(['s9q1', 's9q2']);
    expect(splits.dev[0]).toMatchObject({
      kind: 'span',
      query: 'Which vegetable is a Welsh emblem ?',
      answer: 'leek',
      passages: [
        { title: null, text: 'The leek is a national emblem of Wales .' },
        { title: null, text: 'Daffodils bloom in March .' },
      ],
    });
  });

  test('lines that don’t belong together are said by number', async () => {
    const { splits, report } = await readReadingData([
      source('dev_questions.json', lines(QUESTIONS)),
      source('dev_contexts.json', lines([CONTEXTS[0], { ...CONTEXTS[1], uid: 's9q7' }])),
    ]);
    expect(splits.dev).toHaveLength(1);
    expect(report.malformed.listed).toEqual([
      {
        file: 'dev_contexts.json',
        line: 2,
        reason: 'its uid is s9q7, that of the question on the same line s9q2',
      },
    ]);
  });

  test('questions alone are refused, and what is missing is said', async () => {
    await expect(readReadingData([source('dev_questions.json', lines(QUESTIONS))])).rejects.toThrow(
      /2 without passages/,
    );
  });

  test('short and long contexts together are refused', async () => {
    const files = [
      source('dev_questions.json', lines(QUESTIONS)),
      source('short/dev_contexts.json', lines(CONTEXTS)),
      source('long/dev_contexts.json', lines(CONTEXTS)),
    ];
    await expect(readReadingData(files)).rejects.toThrow(/have come already, from short/);
  });
});

describe('WikiHop', () => {
  test('plain, with annotations', async () => {
    const { splits } = await readReadingData([source('dev.json', JSON.stringify([WIKIHOP]))]);
    expect(splits.dev).toMatchObject([
      {
        kind: 'choice',
        id: 'WH_dev_0',
        relation: 'country_of_origin',
        candidates: WIKIHOP.candidates,
        answer: 'wales',
        chain: null,
        passages: WIKIHOP.supports.map((text) => ({ title: null, text })),
      },
    ]);
  });

  test('masked: its placeholders are the lab’s', async () => {
    const masked = JSON.stringify([WIKIHOP]).replaceAll(/wales/gi, '___MASK12___');
    const { splits } = await readReadingData([source('dev.masked.json', masked)]);
    const [item] = splits.dev;
    expect(item.answer).toBe('@12');
    expect(item.passages[1].text).toContain('Conwy , @12 .');
  });

  test('masked and plain files together are refused: they are the same questions', async () => {
    const plain = JSON.stringify([WIKIHOP]);
    const masked = JSON.stringify([
      { ...WIKIHOP, candidates: ['___MASK1___', '___MASK2___'], answer: '___MASK1___' },
    ]);
    await expect(
      readReadingData([source('dev.json', plain), source('dev.masked.json', masked)]),
    ).rejects.toThrow(/dev\.masked\.json.*masked/);
  });

  test('what the lab writes comes back with titles and chains', async () => {
    const items = fixtureItems.flatMap(({ plain, masked }) => [itemOf(plain), itemOf(masked)]);
    const { splits } = await readReadingData([source('train.json', writeWikiHop(items))]);
    expect(splits.train).toEqual(items);
  });

  test('an answer that is no candidate is malformed, by the line it starts on', async () => {
    const text = `[\n${JSON.stringify(WIKIHOP)},\n${JSON.stringify({ ...WIKIHOP, answer: 'france' })},\n{"id": 3}]`;
    const { splits, report } = await readReadingData([source('dev.json', text)]);
    expect(splits.dev).toHaveLength(1);
    expect(report.malformed.listed).toEqual([
      { file: 'dev.json', line: 3, reason: 'its answer is none of its candidates' },
      { file: 'dev.json', line: 4, reason: expect.stringContaining('“id” is 3') as string },
    ]);
  });
});

describe('HotpotQA', () => {
  test('the sample’s lines; what is to be answered with yes or no is left out', async () => {
    const text = lines([HOTPOT_LINE, { ...HOTPOT_LINE, id: 'h2', answer: 'yes' }]);
    const { splits, report } = await readReadingData([source('hotpotqa/test.jsonl', text)]);
    expect(splits.test).toEqual([
      {
        kind: 'span',
        id: 'h1',
        query: HOTPOT_LINE.question,
        relation: null,
        passages: HOTPOT_LINE.passages,
        answer: 'Conwy',
        support: [0, 1],
      },
    ]);
    expect(report.leftOut['yes-or-no']).toBe(1);
  });

  test('the authors’ array', async () => {
    const { splits } = await readReadingData([
      source('hotpot_train_v1.1.json', JSON.stringify([HOTPOT_ORIGINAL])),
    ]);
    expect(splits.train).toMatchObject([
      { id: 'h1', support: [0, 2], passages: [{ text: 'Brewed by Tal y Bont Brewery.' }, {}, {}] },
    ]);
  });

  test('a passage that isn’t there is malformed', async () => {
    const text = lines([HOTPOT_LINE, { ...HOTPOT_LINE, support: [5] }]);
    const { report } = await readReadingData([source('dev.jsonl', text)]);
    expect(report.malformed.listed).toEqual([
      { file: 'dev.jsonl', line: 2, reason: '“support” names a passage that isn’t there' },
    ]);
  });
});

describe('files of any format', () => {
  const many = (count: number): string =>
    lines(Array.from({ length: count }, (_, n) => ({ ...HOTPOT_LINE, id: `h${n}` })));

  test('questions of no split are divided by the seed', async () => {
    const files = [source('questions.jsonl', many(50))];
    const { splits, report } = await readReadingData(files, { seed: 3 });
    expect([splits.train.length, splits.dev.length, splits.test.length]).toEqual([40, 5, 5]);
    expect(report.notes.join()).toContain('divided by chance');
    expect((await readReadingData(files, { seed: 3 })).splits).toEqual(splits);
    expect((await readReadingData(files, { seed: 4 })).splits.dev).not.toEqual(splits.dev);
  });

  test('no more than asked for are read', async () => {
    const { splits } = await readReadingData([source('train.jsonl', many(50))], { most: 7 });
    expect(splits.train.map(({ id }) => id)).toEqual(['h0', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
  });

  test('a question with more than 5,000 words is left out and counted', async () => {
    const long = { ...HOTPOT_LINE, passages: [{ title: 'Conwy', text: 'Conwy '.repeat(5001) }], support: [] };
    const { report } = await readReadingData([source('train.jsonl', lines([HOTPOT_LINE, long]))]);
    expect(report.leftOut['too-long']).toBe(1);
  });

  test('other files beside them are passed over with a note', async () => {
    const { report } = await readReadingData([
      source('readme.txt', 'What is in here'),
      source('train.jsonl', many(3)),
    ]);
    expect(report.notes).toEqual([expect.stringContaining('readme.txt')]);
  });

  test.each<[string, readonly ImportSource[], RegExp]>([
    [
      'another format',
      [source('a.json', '[{"text": "x", "label": "y"}]')],
      /no form that is known.*|a\.json/,
    ],
    ['nothing in it', [source('a.jsonl', '')], /a\.jsonl: the file is empty/],
    [
      'two data sets',
      [source('a.jsonl', many(1)), source('b.txt', SEARCHQA)],
      /SearchQA and HotpotQA|HotpotQA and SearchQA/,
    ],
    [
      'a damaged gzip',
      [source('a.jsonl.gz', Uint8Array.from(gzipSync(strToU8(many(9))).slice(0, 60)))],
      /can’t be unpacked/,
    ],
    [
      'a damaged zip',
      [source('a.zip', Uint8Array.from(zipSync({ 'a.json': strToU8('{}') }).slice(0, 40)))],
      /a\.zip/,
    ],
    ['no text', [source('a.jsonl', Uint8Array.from([0x7b, 0xff, 0xff, 0xff, 0xff]))], /byte 1/],
    ['an array without an end', [source('a.json', `[${JSON.stringify(WIKIHOP)}`)], /never closed/],
  ])('refuses %s by name', async (_what, files, message) => {
    await expect(readReadingData(files)).rejects.toThrow(message);
  });

  test('the format that was asked for is the only one that counts', async () => {
    await expect(readReadingData([source('a.jsonl', many(1))], { format: 'wikihop' })).rejects.toThrow(
      /nothing of WikiHop/,
    );
  });

  test('an import is stopped by its signal', async () => {
    const stopped = AbortSignal.abort();
    await expect(readReadingData([source('a.jsonl', many(1))], { signal: stopped })).rejects.toThrow(
      /stopped/,
    );
  });
});
