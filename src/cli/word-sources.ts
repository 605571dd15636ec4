/** Label words from the lab's files on this disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPreset, presetNamed } from '../data/verbalizers/presets.ts';
import { expandClasses } from '../methods/verbalizer/expand/expand-classes.ts';
import type { WordSources } from '../methods/verbalizer/word-sources.ts';
import { projectFolder } from './open-model.ts';
import { openWords } from './open-words.ts';
import { say } from './output.ts';

/** The text of a file that ships with the page, by its path from where the page lies. */
export const readShipped = (path: string): Promise<string> =>
  readFile(join(projectFolder, 'public', path), 'utf8');

export const wordSources: WordSources = {
  async preset(name) {
    const preset = presetNamed(name);
    return (await loadPreset(preset, preset.classes, readShipped)).words;
  },
  async expand(seeds, settings, opened) {
    const classes = expandClasses(seeds, settings, await openWords(settings.sources, opened));
    // Such as that a class got the PLM's own embeddings, since WordNet doesn't know it.
    for (const { notes } of classes) for (const note of notes) say(`note: ${note}`);
    return classes;
  },
};
