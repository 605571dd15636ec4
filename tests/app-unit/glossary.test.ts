import { describe, expect, test } from 'vitest';
import { DEFINITIONS } from '../../src/app/glossary/definitions.ts';
import { splitTerms, type TextPart } from '../../src/app/glossary/split-terms.ts';
import { TERM_NAMES } from '../../src/app/glossary/terms.ts';

const MOST_WORDS = 25;

describe('explanations', () => {
  test.each(TERM_NAMES)('%s: short, a sentence, with a source', (name) => {
    const { text, source } = DEFINITIONS[name];
    expect(text.split(/\s+/).length).toBeLessThanOrEqual(MOST_WORDS);
    expect(text).toMatch(/^[A-Z].*[.”]$/);
    expect(source.name).toMatch(/^[A-Z]/);
    expect(new URL(source.url).protocol).toBe('https:');
  });
});

describe('words in a text', () => {
  const written = (parts: readonly TextPart[]): string =>
    parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
  const found = (parts: readonly TextPart[]): readonly string[] =>
    parts.flatMap((part) => (typeof part === 'string' ? [] : [part.of]));

  test('each once, where it is used first, as it is written', () => {
    const text = 'Soft prompts on a frozen PLM: the soft prompt learns, three seeds, one seed.';
    const [parts] = splitTerms([text]);
    expect(written(parts)).toBe(text);
    expect(found(parts)).toEqual(['soft prompt', 'frozen', 'PLM', 'seed']);
    expect(parts[0]).toEqual({ of: 'soft prompt', text: 'Soft prompts' });
  });

  test('across texts that follow one another, and after what was explained before', () => {
    const texts = ['A random prompt and ', 'the majority class; a random prompt'];
    expect(splitTerms(texts).map(found)).toEqual([['random prompt'], ['majority class']]);
    expect(splitTerms(texts, ['random prompt']).map(found)).toEqual([[], ['majority class']]);
  });

  test('whole words alone, signs of patterns taken as they are', () => {
    const [parts] = splitTerms(['Lossless frozenness at [MASK], seed-bed, a reseed; the share of the gain.']);
    expect(found(parts)).toEqual(['[MASK]', 'share of gain']);
    expect(splitTerms(['', 'nothing here'])).toEqual([[], ['nothing here']]);
  });

  test('every word is found by its own name', () => {
    for (const name of TERM_NAMES) expect(splitTerms([`the ${name},`]).map(found)).toEqual([[name]]);
  });
});
