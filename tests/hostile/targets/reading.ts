/** Questions with passages, in the forms in which they come, and the set that ships. */
import { packReading, unpackReading } from '../../../src/data/reading/packed-reading.ts';
import { readOwnQuestions } from '../../../src/data/reading/import/own-questions.ts';
import { readReadingData } from '../../../src/data/reading/import/read-reading-data.ts';
import { writeWikiHop } from '../../../src/data/reading/write-wikihop.ts';
import type { ReadingItem } from '../../../src/experiment/reader/items/reading-item.ts';
import { SPLIT_NAMES } from '../../../src/experiment/task-types.ts';
import { source } from '../../data/import/sources.ts';
import { fixtureItems, itemOf } from '../../experiment/reader/items/fixture-items.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { TEXT_TOKENS } from '../hostile-values.ts';
import { damagedJson } from '../json-mutation.ts';
import { check, textOf, type Target } from '../target.ts';

const ITEMS = fixtureItems.map(({ plain }) => itemOf(plain));

const FILES = {
  wikihop: writeWikiHop(ITEMS),
  searchqa: ' <s> a leek </s>  <s> rain </s>  ||| emblem of wales ||| leek\n <s> a cat </s> ||| pet ||| cat',
  hotpot: [1, 2]
    .map((n) =>
      JSON.stringify({
        id: `h${n}`,
        question: 'Where?',
        answer: 'Conwy',
        passages: [{ title: 'Brewery', text: 'It stands in Conwy.' }],
        support: [0],
      }),
    )
    .join('\n'),
} as const;

const OWN_QUESTION = { query: 'Where?', passages: ['It stands in Conwy.'], candidates: ['conwy', 'wales'] };
const OWN = [
  JSON.stringify([OWN_QUESTION], null, 1),
  [OWN_QUESTION, OWN_QUESTION].map((question) => JSON.stringify(question)).join('\n'),
  'Where?\nIt stands in Conwy.\n? conwy; wales\n\nWhen?\nIn March.',
];

const encoder = new TextEncoder();

function checkItem(item: ReadingItem): void {
  check(item.passages.length > 0, 'a question has no passages');
  if (item.kind === 'choice') check(item.candidates.includes(item.answer), 'the answer is no candidate');
}

export const READING_TARGETS: readonly Target[] = [
  ...Object.entries(FILES).map(([name, text]): Target => ({
    name: `questions of ${name}`,
    inputs: damagedBytes([encoder.encode(text)], TEXT_TOKENS),
    read: async (bytes) => {
      const { splits } = await readReadingData([source(`questions.${name}`, bytes.slice(), 97)]);
      for (const split of SPLIT_NAMES) splits[split].forEach(checkItem);
    },
  })),
  {
    name: 'questions of one’s own',
    inputs: damagedBytes(
      OWN.map((text) => encoder.encode(text)),
      TEXT_TOKENS,
    ),
    read: (bytes) => {
      for (const { passages } of readOwnQuestions(textOf(bytes), 'mine').questions)
        check(passages.length > 0, 'a question has no passages');
    },
  },
  {
    name: 'packed reading set',
    inputs: damagedJson([JSON.parse(packReading({ train: ITEMS, dev: [], test: [] }))]),
    read: (bytes) => {
      unpackReading(textOf(bytes), 'two-hop.bin').train.forEach((item) => {
        check(item.candidates.includes(item.answer), 'the answer is no candidate');
      });
    },
  },
];
