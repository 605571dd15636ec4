import { expect, test } from 'vitest';
import { readOwnQuestions } from '../../../../src/data/reading/import/own-questions.ts';

const QUESTION = {
  query: 'located_in antwerpen',
  passages: ['Antwerpen lies in Belgium.', { title: 'Belgium', text: 'A monarchy in Europe.' }],
  candidates: ['europe', 'africa'],
};
const READ = {
  query: 'located_in antwerpen',
  passages: [
    { title: null, text: 'Antwerpen lies in Belgium.' },
    { title: 'Belgium', text: 'A monarchy in Europe.' },
  ],
  candidates: ['europe', 'africa'],
  answer: null,
};

test.each([
  ['one object', JSON.stringify(QUESTION, null, 2)],
  ['a list', JSON.stringify([QUESTION])],
  ['a line', `${JSON.stringify(QUESTION)}\n`],
])('a question as %s', (_form, text) => {
  expect(readOwnQuestions(text, 'mine.json')).toEqual({ questions: [READ], malformed: [] });
});

test('questions as lines: what is wrong with one is said by its line, the others are read', () => {
  const rows = [
    QUESTION,
    { ...QUESTION, passages: [] },
    { ...QUESTION, answer: 'asia' },
    { ...QUESTION, candidates: ['europe'] },
    { ...QUESTION, candidates: ['paris', 'rome'] },
    { ...QUESTION, passages: ['word '.repeat(5001)] },
    { ...QUESTION, query: ' ?' },
    { ...QUESTION, answer: 'europe' },
  ];
  const text = [...rows.map((row) => JSON.stringify(row)), '', '{"query": 1}', '{'].join('\n');
  const { questions, malformed } = readOwnQuestions(text, 'mine.jsonl');
  expect(questions).toEqual([READ, { ...READ, answer: 'europe' }]);
  expect(malformed.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'it has no passages'],
    [3, 'its answer, asia, is none of its candidates'],
    [4, 'it has fewer than two candidates'],
    [5, 'no passage mentions any of its candidates'],
    [6, 'its passages have 5001 words; at most 5000 are read'],
    [7, 'it asks nothing'],
    [10, expect.stringContaining('“query” is 1')],
    [11, 'it is no valid JSON'],
  ]);
});

test('in a list over several lines, a question is found by the line it starts on', () => {
  const text = JSON.stringify([QUESTION, { ...QUESTION, query: '' }], null, 1);
  const at = text.split('\n').findIndex((line, n) => n > 2 && line.trim() === '{' && line === ' {');
  const { questions, malformed } = readOwnQuestions(text, 'mine.json');
  expect(questions).toEqual([READ]);
  expect(malformed).toEqual([{ file: 'mine.json', line: at + 1, reason: 'it asks nothing' }]);
});

test('a text: the question, a passage a line, candidates behind a question mark', () => {
  const text =
    'Where is Antwerpen?\nAntwerpen lies in Belgium.\n? Belgium; France\n\nWhat rains?\r\nWater rains.\n';
  expect(readOwnQuestions(text, 'mine.txt').questions).toEqual([
    {
      query: 'Where is Antwerpen?',
      passages: [{ title: null, text: 'Antwerpen lies in Belgium.' }],
      candidates: ['Belgium', 'France'],
      answer: null,
    },
    {
      query: 'What rains?',
      passages: [{ title: null, text: 'Water rains.' }],
      candidates: null,
      answer: null,
    },
  ]);
});

test.each([
  ['', /no question in it/],
  ['Where is Antwerpen?', /line 1: no question can be used: it has no passages/],
  ['[{"query": ', /never closed/],
  [JSON.stringify(Array.from({ length: 1001 }, () => QUESTION)), /more than 1000/],
])('nothing to ask is refused, %#', (text, message) => {
  expect(() => readOwnQuestions(text, 'mine.txt')).toThrow(message);
});
