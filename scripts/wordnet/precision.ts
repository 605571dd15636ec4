/** How many of the best expanded words are among KPT's own (specs/knowledgeable-verbalizer.md, 0.10 and 16). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../src/cli/open-model.ts';
import { VERBALIZER_PRESETS } from '../../src/data/verbalizers/presets.ts';
import { WORDS_FOLDER } from '../../src/data/verbalizers/word-files.ts';
import type { ExpansionSettings } from '../../src/experiment/verbalizer/expansion.ts';
import { expandClasses, type KnowledgeBase } from '../../src/methods/verbalizer/expand/expand-classes.ts';
import { readOpenPromptVerbalizer } from '../../src/text/openprompt-verbalizers.ts';

interface PublishedClass {
  readonly seeds: readonly string[];
  /** Small letters, without the seeds. */
  readonly words: ReadonlySet<string>;
}

/** A published data set's classes, by the preset's name. */
export function publishedLists(name: string): readonly PublishedClass[] {
  const preset = VERBALIZER_PRESETS.find((entry) => entry.name === name);
  if (preset === undefined) throw new Error(`there is no preset ${name}`);
  const text = readFileSync(join(projectFolder, 'public', WORDS_FOLDER, preset.file), 'utf8');
  return readOpenPromptVerbalizer(text, preset.classes, preset.file).map((list) => {
    const seeds = list.slice(0, preset.seeds);
    const words = new Set(list.map((word) => word.toLowerCase()));
    for (const seed of seeds) words.delete(seed.toLowerCase());
    return { seeds, words };
  });
}

export const TOPIC_SETS = ['kpt-agnews', 'kpt-yahoo', 'kpt-dbpedia'] as const;

export interface Precision {
  readonly seeds: readonly string[];
  /** Share of the best `most` words, seeds aside, that are in the published list. */
  readonly precision: number;
  readonly words: number;
}

/**
 * @param together expands the classes of a set as one verbalizer, which settles the words that they share; else each is
 * expanded by itself
 */
export function precisions(
  name: string,
  settings: ExpansionSettings,
  base: KnowledgeBase,
  together: boolean,
  most = 50,
): readonly Precision[] {
  const classes = publishedLists(name);
  const seeds = classes.map((one) => one.seeds);
  const expanded = together
    ? expandClasses(seeds, settings, base)
    : seeds.flatMap((ofClass) => expandClasses([ofClass], settings, base));
  return expanded.map(({ words }, index) => {
    const best = words.slice(seeds[index].length).slice(0, most);
    const hits = best.filter(({ word }) => classes[index].words.has(word)).length;
    return { seeds: seeds[index], precision: hits / most, words: words.length };
  });
}

export const mean = (list: readonly Precision[]): number =>
  list.reduce((sum, { precision }) => sum + precision, 0) / list.length;
