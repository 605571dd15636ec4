/**
 * Verbalizers from files and into files: the lab's own JSON, with where every word comes from, and OpenPrompt's `.txt`,
 * `.csv`, `.json` and `.jsonl` (specs/knowledgeable-verbalizer.md, 4.3).
 */
import { LabError } from '../../errors/lab-error.ts';
import { noticesOf } from '../../experiment/verbalizer/notices.ts';
import { readVerbalizer, writeVerbalizer } from '../../experiment/verbalizer/verbalizer-json.ts';
import { plainWords, wordLists, type StoredVerbalizer } from '../../experiment/verbalizer/verbalizer.ts';
import { readOpenPromptVerbalizer, writeOpenPromptVerbalizer } from '../../text/openprompt-verbalizers.ts';

export const VERBALIZER_FORMATS = ['lab', 'json', 'txt', 'csv'] as const;

export type VerbalizerFormat = (typeof VERBALIZER_FORMATS)[number];

/** What a file of each format is called behind its name. */
const ENDINGS: Readonly<Record<VerbalizerFormat, string>> = {
  lab: '.verbalizer.json',
  json: '.json',
  txt: '.txt',
  csv: '.csv',
};

/** The longest published list has 70 kB; with the ways to the words it is a megabyte. */
const MOST_CHARACTERS = 4_000_000;
/** Files of people hold a few verbalizers to choose from. */
const MOST_CHOICES = 50;

const isJson = (file: string): boolean => /\.jsonl?$/i.test(file);

const LONGEST_NAME = 100;

/** The name of a file without its folder. */
const bareName = (file: string): string => (file.split(/[\\/]/).pop() ?? '').slice(-LONGEST_NAME) || 'file';

/** As `bareName`, without the ending: the verbalizer's name. */
const nameOf = (file: string): string =>
  bareName(file)
    .replace(/(?:\.verbalizer)?\.(?:txt|csv|jsonl?)$/i, '')
    .trim() || 'verbalizer';

/**
 * The verbalizer in `text`, the content of `file`.
 * @param labels of the task that it is for; null takes the classes as the file has them: the names in JSON, else the first
 * word of each line
 * @param number of the verbalizer in a file that holds several, from 0
 * @throws LabError `file` or `label-words` naming the file and line or class, `argument` when there is no such verbalizer
 */
export function readVerbalizerFile(
  text: string,
  file: string,
  labels: readonly string[] | null,
  number = 0,
): StoredVerbalizer {
  if (text.length > MOST_CHARACTERS)
    throw new LabError({
      code: 'file',
      message: `${file} is larger than any verbalizer.`,
      remedy: 'Give a file of a few hundred kilobytes.',
      where: file,
    });
  const own = isJson(file) ? labVerbalizer(text, file) : null;
  if (own !== null) return labels === null ? own : forLabels(own, labels, file);
  const classes = labels ?? classesOf(text, file, number);
  const words = readOpenPromptVerbalizer(text, classes, file, number);
  const verbalizer = verbalizerOf({
    name: nameOf(file),
    labels: classes,
    words: words.map((ofClass) => plainWords(ofClass, 'own')),
    made: { how: 'file', file: bareName(file) },
  });
  return readVerbalizer(verbalizer, file);
}

/**
 * Every verbalizer in `text`: OpenPrompt's files may hold several to choose from. Their names are numbered.
 * @throws LabError as `readVerbalizerFile`, for the first that can't be read
 */
export function readVerbalizerFiles(text: string, file: string): readonly StoredVerbalizer[] {
  const found = [readVerbalizerFile(text, file, null)];
  if (isJson(file) && labVerbalizer(text, file) !== null) return found;
  while (found.length < MOST_CHOICES) {
    const number = found.length;
    try {
      const next = readVerbalizerFile(text, file, null, number);
      found.push({ ...next, name: `${next.name} ${number + 1}` });
    } catch (thrown) {
      if (thrown instanceof LabError && thrown.code === 'argument') break;
      throw thrown;
    }
  }
  return found;
}

/** The lab's own, or null where the JSON is of another kind, or none: OpenPrompt's reader says what is wrong with that. */
function labVerbalizer(text: string, file: string): StoredVerbalizer | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const isOwn = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'verbalizer';
  return isOwn ? readVerbalizer(value, file) : null;
}

function forLabels(verbalizer: StoredVerbalizer, labels: readonly string[], file: string): StoredVerbalizer {
  if (verbalizer.labels.length === labels.length) return { ...verbalizer, labels };
  throw new LabError({
    code: 'label-words',
    message: `${file} has words for ${verbalizer.labels.length} classes, the task has ${labels.length}: ${labels.join(', ')}.`,
    remedy: 'Give a verbalizer of the same classes, in their order.',
    where: file,
  });
}

/** Names of the classes, where no task tells them. */
function classesOf(text: string, file: string, number: number): readonly string[] {
  const plain = text.replace(/^\ufeff/, '');
  if (!isJson(file)) {
    const groups = plain
      .split(/\r?\n(?:[ \t]*\r?\n)+/)
      .map((group) => group.split('\n').filter((line) => line.trim() !== ''))
      .filter((lines) => lines.length > 0);
    return distinct((groups[number] ?? []).map((line) => line.split(',')[0].trim()));
  }
  try {
    const value: unknown = JSON.parse(plain);
    const chosen: unknown = Array.isArray(value) ? value[number] : value;
    return typeof chosen === 'object' && chosen !== null && !Array.isArray(chosen) ? Object.keys(chosen) : [];
  } catch {
    return [];
  }
}

/** Two lines may begin with one word; classes are told apart by a number then. */
const distinct = (names: readonly string[]): readonly string[] =>
  names.map((name, index) => (names.indexOf(name) < index ? `${name} ${index + 1}` : name));

/** A file of `verbalizer`, with its name. @throws LabError `label-words` for a word that the format can't hold */
export function writeVerbalizerFile(
  verbalizer: StoredVerbalizer,
  format: VerbalizerFormat,
): { readonly name: string; readonly text: string } {
  const name = `${verbalizer.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}${ENDINGS[format]}`;
  if (format === 'lab') return { name, text: writeVerbalizer(verbalizer) };
  const text = writeOpenPromptVerbalizer(
    verbalizer.labels,
    wordLists(verbalizer),
    format === 'json' ? 'json' : 'txt',
  );
  return { name, text };
}

/** A verbalizer out of expanded words. */
export const verbalizerOf = (
  content: Pick<StoredVerbalizer, 'name' | 'labels' | 'words' | 'made'>,
): StoredVerbalizer => ({
  version: 1,
  kind: 'verbalizer',
  ...content,
  notices: noticesOf(content.words.flat()),
});
