import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { readSweep } from '../../../src/experiment/sweep-recipes.ts';
import { CHAIN } from '../../../src/experiment/verbalizer/cells/chain.ts';
import { FEW_SHOT } from '../../../src/experiment/verbalizer/cells/few-shot.ts';
import { SUPPORT_SIZE } from '../../../src/experiment/verbalizer/cells/support-size.ts';
import { VERBALIZE_CELLS } from '../../../src/experiment/verbalizer/cells/index.ts';
import { WORD_LOGITS } from '../../../src/experiment/verbalizer/cells/word-logits.ts';
import { defaultVerbalize } from '../../../src/experiment/verbalizer/default-verbalize.ts';
import { DEFAULT_EXPANSION } from '../../../src/experiment/verbalizer/expansion.ts';
import { cutFor, type VerbalizeSweep } from '../../../src/experiment/verbalizer/verbalize-recipe.ts';
import { verbalizeExperiment } from '../../../src/experiment/verbalizer/verbalize-record.ts';
import { parseVerbalizeSweep } from '../../../src/experiment/verbalizer/verbalize-schema.ts';

const SWEEP: VerbalizeSweep = {
  ...defaultVerbalize('lab-tiny', [
    {
      info: { name: 'agnews', family: 'topic', template: '{a} [MASK]' },
      pairs: false,
      words: { kind: 'preset', preset: 'kpt-agnews' },
      manual: [['politics'], ['sports'], ['business'], ['technology']],
    },
    {
      info: { name: 'sst2', family: 'sentiment', template: '{a} [MASK]' },
      pairs: false,
      words: { kind: 'expanded', seeds: null, settings: DEFAULT_EXPANSION },
      manual: [['bad'], ['good']],
    },
  ]),
  supportSizes: [0, 25],
  variants: ['PT', 'KPT+CC', 'AUTO', 'KPT+weights'],
  shots: [1, 5],
  shown: { sst2: 1 },
};

describe('a recipe', () => {
  test('reads back as it was written', () => {
    expect(parseVerbalizeSweep(JSON.parse(JSON.stringify(SWEEP)))).toEqual(SWEEP);
    expect(readSweep(JSON.stringify(SWEEP), 'recipe.json')).toEqual(SWEEP);
    const listed: VerbalizeSweep = {
      ...SWEEP,
      supportRows: [7, 3],
      frequencyCut: 0.25,
      words: {
        ...SWEEP.words,
        sst2: {
          kind: 'listed',
          name: 'own.txt',
          sha256: 'a1',
          words: [
            [
              { word: 'bad', score: 1, source: 'own', path: [] },
              { word: 'dull', score: 0.4, source: 'wordnet', path: ['bad', '&', 'dull'] },
            ],
            [{ word: 'good', score: 1, source: 'own', path: [] }],
          ],
        },
      },
    };
    expect(parseVerbalizeSweep(JSON.parse(JSON.stringify(listed)))).toEqual(listed);
  });

  test('cuts half of the vocabulary for topics and nothing for sentiment, where it says nothing', () => {
    expect([cutFor(SWEEP, 'topic'), cutFor(SWEEP, 'sentiment')]).toEqual([0.5, 0]);
    expect(cutFor({ ...SWEEP, frequencyCut: 0.25 }, 'sentiment')).toBe(0.25);
  });

  test.each<readonly [string, object, RegExp]>([
    ['no task', { tasks: [] }, /tasks must not be empty/],
    ['a task twice', { tasks: ['agnews', 'agnews'] }, /tasks has an entry twice/],
    ['a task without templates', { templates: { agnews: ['[MASK] {a}'] } }, /templates\.sst2 is missing/],
    ['a task without words', { words: {} }, /words\.agnews is missing.*words\.sst2 is missing/],
    ['a task without manual words', { manual: { sst2: [['bad'], ['good']] } }, /manual\.agnews is missing/],
    [
      'a class without manual words',
      { manual: { ...SWEEP.manual, sst2: [[], ['good']] } },
      /manual\.sst2.*must have a word/,
    ],
    [
      'an empty word',
      { manual: { ...SWEEP.manual, sst2: [[''], ['good']] } },
      /manual\.sst2.*must not be empty/,
    ],
    ['words of no kind', { words: { ...SWEEP.words, sst2: { kind: 'guessed' } } }, /words\.sst2.*kind/],
    ['an unknown variant', { variants: ['PT', 'KTP'] }, /variants.*PT, PT\+CC/],
    ['no support', { support: 0 }, /support/],
    ['half a text', { support: 20.5 }, /support/],
    ['an empty list of support rows', { supportRows: [] }, /supportRows must not be empty/],
    ['a support row below 0', { supportRows: [-1] }, /supportRows/],
    ['a cut above 1', { frequencyCut: 1.5 }, /frequencyCut/],
    ['no rule for words of several tokens', { handling: 'last' }, /handling must be one of mean, first, max/],
    ['a template shown that isn’t there', { shown: { sst2: 9 } }, /shown\.sst2 is no template of the task/],
    ['a shown task that isn’t there', { shown: { yahoo: 0 } }, /shown\.yahoo is no template/],
    ['learning without steps', { fewShot: { ...SWEEP.fewShot, steps: 0 } }, /fewShot\.steps/],
    ['a field that nobody knows', { colour: 'red' }, /colour/],
    ['another version', { version: 2 }, /version/],
  ])('with %s is refused by the name of the field', (_name, change, fault) => {
    const attempt = (): unknown => parseVerbalizeSweep({ ...SWEEP, ...change });
    expect(attempt).toThrow(fault);
    expect(attempt).toThrow(expect.objectContaining({ code: 'recipe' }) as Error);
  });

  test.each<unknown>([
    null,
    [],
    'x',
    7,
    { ...SWEEP, seeds: 'many' },
    { ...SWEEP, words: [] },
    { ...SWEEP, templates: { agnews: 'x', sst2: 'y' } },
    JSON.parse('{"version":1,"method":"verbalize","__proto__":{"x":1}}'),
  ])('that is no recipe is refused, and nothing breaks (%#)', (value) => {
    expect(() => parseVerbalizeSweep(value)).toThrow(LabError);
  });
});

describe('a result of another sweep is used again', () => {
  const changed = (change: Partial<VerbalizeSweep>): VerbalizeSweep => ({ ...SWEEP, ...change });

  test.each<readonly [string, Partial<VerbalizeSweep>]>([
    ['words', { words: { ...SWEEP.words, sst2: { kind: 'preset', preset: 'kpt-sentiment' } } }],
    ['templates', { templates: { ...SWEEP.templates, sst2: ['[MASK] {a}'] } }],
    ['rule', { handling: 'first' }],
    ['support', { support: 100 }],
    ['cut', { frequencyCut: 0.1 }],
    ['rows', { testRows: 20 }],
    ['length', { maxLength: 32 }],
  ])('never with another %s', (_name, change) => {
    expect(verbalizeExperiment.alike(changed(change), SWEEP)).toBe(false);
  });

  test('whatever tasks, seeds, variants and engine were asked beside', () => {
    const other = changed({ seeds: [1], variants: ['PT'], engine: 'wasm', shots: [], supportSizes: [] });
    expect(verbalizeExperiment.alike(other, SWEEP)).toBe(true);
  });

  test('a chain where it has all variants, learned ones with the same settings, sizes with the same sizes', () => {
    const fewer = changed({ variants: ['PT'] });
    const more = changed({ variants: ['PT', 'KPT', 'KPT+CC'] });
    expect(CHAIN.holds(fewer, SWEEP)).toBe(true);
    expect(CHAIN.holds(more, SWEEP)).toBe(false);
    expect(FEW_SHOT.holds(SWEEP, SWEEP)).toBe(true);
    expect(FEW_SHOT.holds(changed({ fewShot: { ...SWEEP.fewShot, steps: 7 } }), SWEEP)).toBe(false);
    expect(SUPPORT_SIZE.holds(changed({ supportSizes: [0] }), SWEEP)).toBe(false);
    expect(SUPPORT_SIZE.holds(SWEEP, SWEEP)).toBe(true);
  });

  test('a chain whatever it was asked to learn', () => {
    const learned = changed({ variants: ['PT', 'KPT+CC', 'SOFT'] });
    expect(CHAIN.holds(learned, SWEEP)).toBe(true);
  });
});

test('cells are every template and seed, in each kind, and no two have one name', () => {
  const cells = VERBALIZE_CELLS.map((kind) => kind.list(SWEEP, () => ''));
  const grid = (4 + 4) * 3;
  expect(cells.map(({ length }) => length)).toEqual([grid, 1, grid, 2 * 2 * grid]);
  const ids = [
    ...CHAIN.list(SWEEP, () => '').map((cell) => CHAIN.id(cell)),
    ...WORD_LOGITS.list(SWEEP, () => '').map((cell) => WORD_LOGITS.id(cell)),
    ...SUPPORT_SIZE.list(SWEEP, () => '').map((cell) => SUPPORT_SIZE.id(cell)),
    ...FEW_SHOT.list(SWEEP, () => '').map((cell) => FEW_SHOT.id(cell)),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  // Rows that are read once stay on one machine.
  const owners = new Set(CHAIN.list(SWEEP, () => '').map((cell) => CHAIN.owner(cell, SWEEP)));
  expect(owners.size).toBe(8);
});
