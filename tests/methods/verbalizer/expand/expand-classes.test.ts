import { beforeAll, describe, expect, test } from 'vitest';
import { mean, precisions, TOPIC_SETS } from '../../../../scripts/wordnet/precision.ts';
import { openModel } from '../../../../src/cli/open-model.ts';
import { openWords } from '../../../../src/cli/open-words.ts';
import { LabError } from '../../../../src/errors/lab-error.ts';
import {
  DEFAULT_EXPANSION,
  type ExpandedClass,
  type ExpansionSettings,
} from '../../../../src/experiment/verbalizer/expansion.ts';
import { relationName } from '../../../../src/experiment/verbalizer/relations.ts';
import {
  expandClasses,
  type KnowledgeBase,
} from '../../../../src/methods/verbalizer/expand/expand-classes.ts';
import { shippedWords } from './word-base.ts';

let base: KnowledgeBase;
beforeAll(async () => {
  base = await shippedWords();
}, 60_000);

const NEWS = [['politics'], ['sports'], ['business'], ['technology']];

const expand = (
  seeds: readonly (readonly string[])[],
  settings: Partial<ExpansionSettings> = {},
  knowledge = base,
): readonly ExpandedClass[] => expandClasses(seeds, { ...DEFAULT_EXPANSION, ...settings }, knowledge);

const wordsOf = ({ words }: ExpandedClass): readonly string[] => words.map(({ word }) => word);

const whyOf = ({ dropped }: ExpandedClass, word: string): object | undefined =>
  dropped.find((entry) => entry.word === word);

describe('expanded words', () => {
  test('the same input gives the same words, scores and ways', () => {
    expect(expand(NEWS)).toEqual(expand(NEWS));
  });

  test('each class begins with its name, has as many words as asked, each once, by falling score', () => {
    for (const one of expand(NEWS, { most: 60 })) {
      expect(one.words[0]).toEqual({ word: one.seeds[0], score: 1, source: 'own', path: [one.seeds[0]] });
      expect(one.words).toHaveLength(60);
      expect(new Set(wordsOf(one)).size).toBe(60);
      const scores = one.words.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(scores.every((score) => score >= DEFAULT_EXPANSION.least && score <= 1)).toBe(true);
    }
  });

  test('every word tells where it comes from: a way from a form of a seed to it, by relations that have names', () => {
    for (const { seeds, words } of expand([['sports', 'athletics'], ['music']]))
      for (const { word, source, path } of words) {
        expect(path.at(-1)).toBe(word);
        expect(path.length % 2).toBe(1);
        if (source === 'wordnet') expect([...seeds, 'sport', 'athletic']).toContain(path[0]);
        for (const relation of path.filter((_, index) => index % 2 === 1))
          expect(relationName(relation)).not.toBe(relation);
      }
  });

  test('skiing is a kind of sport', () => {
    const [sports] = expand([['sports']]);
    expect(sports.words.find(({ word }) => word === 'skiing')).toMatchObject({
      source: 'wordnet',
      path: ['sport', '~', 'skiing'],
    });
  });

  test('a higher least score gives fewer words: those of relations alone are some of the former', () => {
    const plain = { reverseGloss: 0, forwardGloss: 0, most: 5000 };
    const [wide] = expand([['sports']], { ...plain, least: 0.06 });
    const [narrow] = expand([['sports']], { ...plain, least: 0.2 });
    expect(narrow.words.length).toBeLessThan(wide.words.length);
    expect(new Set(wordsOf(wide))).toEqual(new Set([...wordsOf(wide), ...wordsOf(narrow)]));
  });

  test('more steps reach more', () => {
    const counts = [0, 1, 3].map((depth) => expand([['river']], { depth, most: 5000 })[0].words.length);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(new Set(counts).size).toBe(3);
  });
});

describe('agreement with KPT’s own lists', () => {
  test('P@50 over the 28 topic classes is above .52, each by itself and together', () => {
    const measured = (together: boolean): number =>
      mean(TOPIC_SETS.flatMap((name) => precisions(name, DEFAULT_EXPANSION, base, together)));
    expect(measured(false)).toBeCloseTo(0.533, 2);
    expect(measured(true)).toBeGreaterThanOrEqual(0.52);
  });

  test('relations alone agree with the measured .550', () => {
    const settings = { ...DEFAULT_EXPANSION, reverseGloss: 0, forwardGloss: 0 };
    const measured = mean(TOPIC_SETS.flatMap((name) => precisions(name, settings, base, false)));
    expect(Math.abs(measured - 0.55)).toBeLessThan(0.02);
  });
});

test('a class takes less than 0.3 s once the words are open', () => {
  const seconds = Array.from({ length: 3 }, () => {
    const started = performance.now();
    expand(NEWS);
    return (performance.now() - started) / 1000 / NEWS.length;
  });
  expect(Math.min(...seconds)).toBeLessThan(0.3);
});

describe('senses', () => {
  test('all meanings of a seed are told, with the shares of its uses, and which ones are used', () => {
    const [{ senses }] = expand([['sports']]);
    expect(senses[0]).toMatchObject({ seed: 'sports', synset: 'n00524569', used: true });
    expect(senses[0].gloss).toMatch(/physical exertion/);
    expect(senses.reduce((sum, { prior }) => sum + prior, 0)).toBeCloseTo(1);
    expect(senses.filter(({ used }) => used)).toHaveLength(6);
  });

  test('a chosen meaning alone is followed', () => {
    const [politics] = expand([['politics']]);
    const rare = politics.senses.find(({ gloss }) => gloss.includes('smoothly agreeable'));
    const only = (synsets: readonly string[]): ExpandedClass =>
      expand([['politics']], { senses: { politics: synsets } })[0];
    const suave = only([rare?.synset ?? '']);
    expect(wordsOf(suave)).toContain('suave');
    expect(wordsOf(suave)).not.toContain('legislator');
    const study = only([politics.senses.find(({ gloss }) => gloss.startsWith('the study'))?.synset ?? '']);
    expect(wordsOf(study)).not.toContain('suave');
    expect(study.senses.filter(({ used }) => used)).toHaveLength(1);
  });

  test('a meaning that the seed does not have is refused by name', () => {
    const wrong = (): unknown => expand([['politics']], { senses: { politics: ['n00000001'] } });
    expect(wrong).toThrow(LabError);
    expect(wrong).toThrow(/politics.*n00000001/);
  });
});

describe('words of several classes', () => {
  test('none is left in two classes, and who lost one is told to whom', () => {
    const classes = expand(NEWS);
    const all = classes.flatMap(wordsOf);
    expect(new Set(all).size).toBe(all.length);
    const lost = classes.flatMap(({ dropped }) => dropped.filter(({ why }) => why === 'shared'));
    expect(lost.length).toBeGreaterThan(10);
    expect(lost.every((entry) => NEWS.flat().includes(entry.with ?? ''))).toBe(true);
  });

  test('a class keeps its name, and another that reaches it does not get it', () => {
    const [film, movie] = expand([['film'], ['movie']]);
    expect(wordsOf(film)).not.toContain('movie');
    expect(whyOf(film, 'movie')).toEqual({ word: 'movie', why: 'shared', with: 'movie' });
    expect(wordsOf(movie)[0]).toBe('movie');
  });
});

describe('poles of sentiment', () => {
  test('words of the list have the right sign, and the opposite of a seed is left out', () => {
    const [bad, good] = expand([['bad'], ['good']], { most: 300 });
    const signs = (one: ExpandedClass): readonly number[] =>
      one.words.map(({ word }) => Math.sign(base.sentiment?.get(word) ?? 0));
    expect(signs(bad)).not.toContain(1);
    expect(signs(good)).not.toContain(-1);
    expect(bad.words.some(({ source }) => source === 'afinn')).toBe(true);
    expect(bad.words.some(({ source }) => source === 'wordnet')).toBe(true);
    expect(bad.words.every(({ source }) => source !== 'gloss')).toBe(true);
    const [plain] = expand([['warm'], ['awful']], { most: 300 });
    expect(wordsOf(plain)).not.toContain('cool');
  });

  test('a lone word with a sign among topics is no pole', () => {
    const classes = expand([['album'], ['film'], ['novel']]);
    expect(classes[2].words.every(({ source }) => source !== 'afinn')).toBe(true);
    expect(classes[2].words.some(({ source }) => source === 'gloss')).toBe(true);
  });
});

describe('what WordNet does not know', () => {
  test('without a PLM the class has its name alone, and a note says why', () => {
    const [german, sports] = expand([['Wirtschaft'], ['sports']]);
    expect(wordsOf(german)).toEqual(['Wirtschaft']);
    expect(german.notes.join()).toMatch(/does not know “Wirtschaft”/);
    expect(sports.notes).toEqual([]);
  });

  test('with a PLM its own embeddings are taken, whatever the sources', async () => {
    const { embeddings } = await openWords([], openModel('lab-tiny'));
    const [unknown] = expand([['blogs', 'zeitung'], ['sports']], {}, { ...base, embeddings });
    const near = unknown.words.filter(({ source }) => source === 'embeddings');
    expect(near.length).toBeGreaterThan(5);
    expect(near.length).toBeLessThanOrEqual(20);
    expect(unknown.notes.join()).toMatch(/embeddings are taken/);
  });

  test('a class without a name is refused', () => {
    expect(() => expand([['sports'], [' ']])).toThrow(/Class 2/);
  });
});

test('words near in the embeddings are words of one token, the nearest first, seeds aside', async () => {
  const { embeddings } = await openWords([], openModel('lab-tiny'));
  const [{ words }] = expand([['sports']], { sources: ['embeddings'] }, { ...base, embeddings });
  expect(words.length).toBeGreaterThan(15);
  expect(words.slice(1).every(({ source, path }) => source === 'embeddings' && path[1] === 'near')).toBe(
    true,
  );
  expect(words.filter(({ word }) => word === 'sports')).toHaveLength(1);
  expect(
    words.every(
      ({ word }) => embeddings?.tokenizer.encode(word, { addSpecialTokens: false }).ids.length === 1,
    ),
  ).toBe(true);
});
