/** Label words from beside the page: published lists as text, WordNet and AFINN when they are first asked for. */
import { loadPreset, presetNamed } from '../../src/data/verbalizers/presets.ts';
import { expandClasses } from '../../src/methods/verbalizer/expand/expand-classes.ts';
import type { WordSources } from '../../src/methods/verbalizer/word-sources.ts';
import { wordSpace } from '../../src/methods/prompt/nearest-words.ts';
import { fetchOrExplain, type Progress } from '../job/download.ts';
import { WordBase } from './word-base.ts';

export class PageWords {
  private readonly words: WordBase;

  constructor(private readonly base: URL) {
    this.words = new WordBase(base);
  }

  /** What one job asks, which its signal ends. */
  sources(signal: AbortSignal, progress: Progress): WordSources {
    const read = (path: string): Promise<string> =>
      fetchOrExplain(new URL(path, this.base), path, signal).then((response) => response.text());
    return {
      async preset(name) {
        const preset = presetNamed(name);
        return (await loadPreset(preset, preset.classes, read)).words;
      },
      expand: async (seeds, settings, opened) => {
        const base = await this.words.open(settings.sources, signal, progress);
        const embeddings =
          opened === null
            ? null
            : { space: wordSpace(opened.plm.wordTable, opened.plm.width), tokenizer: opened.tokenizer };
        return expandClasses(seeds, settings, { ...base, embeddings });
      },
    };
  }
}
