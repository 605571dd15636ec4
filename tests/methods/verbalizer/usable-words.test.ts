import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { plainWords } from '../../../src/experiment/verbalizer/verbalizer.ts';
import { usableWords } from '../../../src/methods/verbalizer/usable-words.ts';
import type { UsableClass } from '../../../src/experiment/verbalizer/usable-words.ts';
import { model } from '../train-setup.ts';

const LABELS = ['World', 'Sports'];
const listed = (lists: readonly (readonly string[])[]) => lists.map((words) => plainWords(words, 'list'));

const usable = (
  lists: readonly (readonly string[])[],
  { manual = [['politics'], ['sports']], oneToken = true } = {},
): readonly UsableClass[] => usableWords(model.tokenizer, LABELS, listed(lists), manual, oneToken);

function errorOf(make: () => unknown): LabError {
  try {
    make();
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was wrong');
}

const wordsIn = ({ words }: UsableClass): readonly string[] => words.map(({ word }) => word);

describe('of a list stays what the PLM can be asked for', () => {
  const [world, sports] = usable([
    ['politics', 'law', ' law ', 'geopolitics', 'government', '##ing', 'Ġlaw', '▁law', '', 'war'],
    ['sports', 'game', 'war', 'team'],
  ]);

  test('stripped, each once, class after class, the name first', () => {
    expect(wordsIn(world)).toEqual(['politics', 'law', 'government']);
    expect(wordsIn(sports)).toEqual(['sports', 'game', 'team']);
    expect(world.listed).toBe(10);
    expect(world.manual.map(({ word }) => word)).toEqual(['politics']);
    expect(sports.words[1].ids).toEqual(model.tokenizer.encode('game', { addSpecialTokens: false }).ids);
  });

  test('and each that goes says why, markers of tokenizers among them', () => {
    expect(world.dropped).toEqual([
      { word: 'law', why: 'repeated' },
      { word: 'geopolitics', why: 'several-tokens' },
      { word: '##ing', why: 'unknown' },
      { word: 'Ġlaw', why: 'unknown' },
      { word: '▁law', why: 'unknown' },
      { word: '', why: 'repeated' },
      { word: 'war', why: 'shared', with: 'Sports' },
    ]);
    expect(sports.dropped).toEqual([{ word: 'war', why: 'shared', with: 'World' }]);
  });

  test('words of several tokens stay where they are wanted, and a name always does', () => {
    const both = usable(
      [
        ['geopolitics', 'basketballers'],
        ['sports', 'game'],
      ],
      { oneToken: false },
    );
    expect(wordsIn(both[0])).toEqual(['geopolitics', 'basketballers']);
    const alone = usable([
      ['geopolitics', 'basketballers'],
      ['sports', 'game'],
    ]);
    expect(wordsIn(alone[0])).toEqual(['geopolitics']);
    expect(alone[0].words[0].ids.length).toBeGreaterThan(1);
  });

  test('a word the tokenizer can’t write is unknown', () => {
    expect(usable([['politics', '𓂀'], ['sports']])[0].dropped).toEqual([{ word: '𓂀', why: 'unknown' }]);
  });
});

describe('what can’t be is said with its class and a remedy', () => {
  test.each<readonly [string, readonly (readonly string[])[], RegExp, RegExp]>([
    ['a class without words', [['politics'], []], /“Sports” has no word/, /at least one word/],
    ['a class of spaces', [['  '], ['sports']], /“World” has no word/, /at least one word/],
    ['words for too few classes', [['politics']], /for 1 classes, and the task has 2: World, Sports/, /list/],
    [
      'two classes of one name',
      [['law'], ['law']],
      /“World” and “Sports” have the same name, “law”/,
      /Put another/,
    ],
    ['a name that the PLM can’t say', [['𓂀'], ['sports']], /“𓂀”.*“World”.*vocabulary/, /first for “World”/],
    ['a name with a tokenizer’s marker', [['Ġlaw'], ['sports']], /“Ġlaw”.*“World”/, /without/],
  ])('%s', (_name, lists, message, remedy) => {
    const error = errorOf(() => usable(lists));
    expect(error.code).toBe('label-words');
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
    expect(error.where).toBe('words');
  });

  test('a manual word that the PLM can’t say, and a class without one', () => {
    const lists = [['politics'], ['sports']];
    expect(errorOf(() => usable(lists, { manual: [['𓂀'], ['sports']] })).message).toContain('“World”');
    expect(errorOf(() => usable(lists, { manual: [['politics'], []] })).message).toMatch(
      /“Sports” has no word that/,
    );
    expect(errorOf(() => usable(lists, { manual: [['politics']] })).message).toMatch(
      /“Sports” has no word that/,
    );
  });
});
