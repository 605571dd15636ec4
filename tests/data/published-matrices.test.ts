import { describe, expect, test } from 'vitest';
import { readPublishedMatrices } from '../../src/data/published-matrices.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { published, publishedMatrix } from '../methods/transfer/published.ts';

test('four PLMs with their tasks, families, sources and licence', () => {
  expect(published.matrices.map(({ plm, tasks }) => [plm, tasks.length])).toEqual([
    ['Roberta', 13],
    ['RobertaLarge', 13],
    ['T5', 17],
    ['T5Small', 17],
  ]);
  expect(published.source).toMatch(/Prompt-Transferability/);
  expect(published.licence).toMatch(/MIT/);
});

test('rows are targets and columns sources', () => {
  const { tasks, families, scores, random } = publishedMatrix('Roberta');
  const [mnli, qnli, laptop, sst2] = ['MNLI', 'QNLI', 'laptop', 'SST2'].map((task) => tasks.indexOf(task));
  expect(scores[qnli][mnli]).toBe(75.5);
  expect(scores[mnli][qnli]).toBe(47.5);
  expect(scores[sst2][laptop]).toBe(86.8);
  expect([families[mnli], families[laptop]]).toEqual(['nli', 'sentiment']);
  expect(random[laptop]).toBe(2.3);
  expect(publishedMatrix('RobertaLarge').random.every((score) => score === null)).toBe(true);
});

describe('a file that is not one is refused with the field at fault', () => {
  const whole = {
    description: 'd',
    source: 's',
    licence: 'l',
    metric: {},
    families: ['nli'],
    familyOf: { MNLI: 0 },
    rowsAre: 'target',
    columnsAre: 'source',
    models: { X: { tasks: ['MNLI'], matrix: [[50]], random: [null] } },
  };
  const model = (change: object): object => ({ ...whole, models: { X: { ...whole.models.X, ...change } } });

  test('the whole one is taken', () => {
    expect(readPublishedMatrices(JSON.stringify(whole), 'x.json').matrices).toHaveLength(1);
  });

  test.each<[string, unknown, RegExp]>([
    ['rows that are sources', { ...whole, rowsAre: 'source' }, /rowsAre/],
    ['no licence', { ...whole, licence: '' }, /licence/],
    ['a score above 100', model({ matrix: [[101]] }), /models\.X\.matrix/],
    ['a matrix that is not square', model({ matrix: [[1, 2]] }), /square/],
    ['too few random scores', model({ random: [] }), /square/],
    ['a task of no family', model({ tasks: ['SNLI'] }), /SNLI/],
    ['a family that is not there', { ...whole, familyOf: { MNLI: 3 } }, /MNLI/],
    ['a list', [], /whole file|description/],
  ])('%s', (_what, content, message) => {
    const read = (): unknown => readPublishedMatrices(JSON.stringify(content), 'x.json');
    expect(read).toThrow(LabError);
    expect(read).toThrow(message);
  });

  test('no JSON', () => {
    expect(() => readPublishedMatrices('{', 'x.json')).toThrow(/x\.json/);
  });
});
