import { afterEach, expect, test, vi } from 'vitest';
import { openModel } from '../../src/cli/open-model.ts';
import { wordSources } from '../../src/cli/word-sources.ts';
import { DEFAULT_EXPANSION } from '../../src/experiment/verbalizer/expansion.ts';

afterEach(() => vi.restoreAllMocks());

test('a class that WordNet doesn’t know gets words near in the PLM’s embeddings, and that is told', async () => {
  const told: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.push(String(text));
    return true;
  });
  const [known, foreign] = await wordSources.expand(
    [['sports'], ['wirtschaft']],
    DEFAULT_EXPANSION,
    openModel('lab-tiny'),
  );
  expect(known.words.some(({ source }) => source === 'embeddings')).toBe(false);
  expect(foreign.words.some(({ source }) => source === 'embeddings')).toBe(true);
  expect(told.join('')).toMatch(/^note: WordNet, which is English, does not know .*wirtschaft/);
  expect(told).toHaveLength(1);
});
