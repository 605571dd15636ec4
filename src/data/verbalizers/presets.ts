/**
 * Published lists of label words that ship with the lab: “KPT’s own words” (Hu et al., ACL 2022) and one word a class, as
 * OpenPrompt has them (specs/knowledgeable-verbalizer.md, 4.1 and 4.2). Classes stand in the order of the tasks they fit.
 */
import { LabError } from '../../errors/lab-error.ts';
import { plainWords, type StoredVerbalizer } from '../../experiment/verbalizer/verbalizer.ts';
import { readOpenPromptVerbalizer } from '../../text/openprompt-verbalizers.ts';
import type { ReadText } from '../load-task.ts';
import { verbalizerOf } from './verbalizer-file.ts';
import { WORDS_FOLDER } from './word-files.ts';

export interface VerbalizerPreset {
  readonly name: string;
  readonly label: string;
  /** A list a class, or the one word of a manual verbalizer. */
  readonly words: 'many' | 'one';
  /** From the folder of words. */
  readonly file: string;
  /** So many words lead each list as the class's names. */
  readonly seeds: number;
  readonly classes: readonly string[];
  /** Shipped tasks with these classes in this order. */
  readonly tasks: readonly string[];
}

const NEWS = { classes: ['World', 'Sports', 'Business', 'Tech'], tasks: ['agnews', 'yahoo_news'] };
const POLES = {
  classes: ['negative', 'positive'],
  tasks: ['sst2', 'movie_reviews', 'mpqa', 'sst2_bad_good'],
};
const ONTOLOGY = {
  classes: [
    ...['company', 'school', 'artist', 'athlete', 'politics', 'transportation', 'building'],
    ...['river', 'village', 'animal', 'plant', 'album', 'film', 'book'],
  ],
  tasks: ['dbpedia_small'],
};
/** Files in JSON name their classes. */
const QUESTIONS = {
  classes: [
    ...['Society & Culture', 'Science & Mathematics', 'Health', 'Education & Reference'],
    ...['Computers & Internet', 'Sports', 'Business & Finance', 'Entertainment & Music'],
    ...['Family & Relationships', 'Politics & Government'],
  ],
  tasks: ['yahoo'],
};

const kpt = (
  name: string,
  file: string,
  set: Pick<VerbalizerPreset, 'classes' | 'tasks'>,
  seeds = 1,
): VerbalizerPreset => ({
  name,
  label: 'KPT’s own words',
  words: 'many',
  file: `kpt/${file}`,
  seeds,
  ...set,
});

const manual = (
  name: string,
  file: string,
  set: Pick<VerbalizerPreset, 'classes' | 'tasks'>,
): VerbalizerPreset => ({
  name,
  label: 'OpenPrompt’s one word a class',
  words: 'one',
  file: `kpt/${file}`,
  seeds: 1,
  ...set,
});

export const VERBALIZER_PRESETS: readonly VerbalizerPreset[] = [
  kpt('kpt-agnews', 'agnews/knowledgeable_verbalizer.txt', NEWS),
  kpt('kpt-dbpedia', 'dbpedia/knowledgeable_verbalizer.txt', ONTOLOGY),
  kpt('kpt-yahoo', 'yahoo_answers_topics/knowledgeable_verbalizer.json', QUESTIONS, 2),
  kpt('kpt-imdb', 'imdb/knowledgeable_verbalizer.txt', POLES),
  manual('manual-agnews', 'agnews/manual_verbalizer.txt', NEWS),
  // The shipped task has likelier words of its own: player, politician and ship in place of athlete, politics, transportation.
  manual('manual-dbpedia', 'dbpedia/manual_verbalizer.txt', { ...ONTOLOGY, tasks: [] }),
  manual('manual-yahoo', 'yahoo_answers_topics/manual_verbalizer.json', QUESTIONS),
  manual('manual-imdb', 'imdb/manual_verbalizer.txt', POLES),
];

/** The preset of so many words a class whose classes are those of a shipped task; null for none. */
export const presetOf = (task: string, words: VerbalizerPreset['words']): VerbalizerPreset | null =>
  VERBALIZER_PRESETS.find((preset) => preset.tasks.includes(task) && preset.words === words) ?? null;

/**
 * The preset's words as the file has them, shared words and all.
 * @param labels of the task, in the order of the preset's classes
 * @param read gives the text of a file, by its path from where the page lies
 * @throws LabError `label-words` naming file and line or class, and what `read` throws
 */
export async function loadPreset(
  preset: VerbalizerPreset,
  labels: readonly string[],
  read: ReadText,
): Promise<StoredVerbalizer> {
  const path = `${WORDS_FOLDER}/${preset.file}`;
  const words = readOpenPromptVerbalizer(await read(path), preset.classes, path);
  return verbalizerOf({
    name: preset.name,
    labels,
    words: words.map((ofClass) => plainWords(ofClass, 'list')),
    made: { how: 'preset', preset: preset.name },
  });
}

/** @throws LabError `argument` for a preset that isn't there */
export function presetNamed(name: string): VerbalizerPreset {
  const found = VERBALIZER_PRESETS.find((preset) => preset.name === name);
  if (found !== undefined) return found;
  throw new LabError({
    code: 'argument',
    message: `There is no preset “${name}”.`,
    remedy: `Choose one of ${VERBALIZER_PRESETS.map((preset) => preset.name).join(', ')}.`,
    where: 'preset',
  });
}
