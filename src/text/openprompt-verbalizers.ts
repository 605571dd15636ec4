/**
 * OpenPrompt's verbalizer files, to and from the lab's label words. `.txt` and `.csv`: a line a class, in the order of
 * the classes, words between commas; blank lines stand between verbalizers to choose from. `.json` and `.jsonl`: one
 * JSON value, an object class → words or a list of such. Knowledgeable verbalizers are the same with many words.
 * Format: thunlp/OpenPrompt, Verbalizer.from_file.
 */
import { LabError } from '../errors/lab-error.ts';

type LabelWords = readonly (readonly string[])[];

/** Whether words lose the spaces around them. OpenPrompt keeps them, so that its lists of dbpedia hold ` company`. */
export type WordSpaces = 'stripped' | 'kept';

/** How OpenPrompt marks a word that takes no space in front. */
const NO_SPACE = '<!>';

/** A `label-words` error at a line, a class or the file as a whole. */
function wrong(where: string, what: string, remedy: string, cause?: unknown): LabError {
  return new LabError({ code: 'label-words', message: `${where}: ${what}.`, remedy, where }, { cause });
}

function checkedWord(word: string, where: string, spaces: WordSpaces): string {
  const bare = word.trim();
  if (bare === '')
    throw wrong(where, 'a word is empty', 'Write a word between the commas, or take one comma out.');
  if (!bare.startsWith(NO_SPACE)) return spaces === 'kept' ? word : bare;
  throw wrong(
    where,
    `${bare} asks for no space in front of the word, and the lab always puts one where the PLM spells it`,
    `Write it without ${NO_SPACE}, or another word.`,
  );
}

/**
 * Label words of each of `labels`, from verbalizer `number` (from 0) of the file's text.
 * @throws LabError `label-words` naming the file and line or class, `argument` when there is no such verbalizer
 */
export function readOpenPromptVerbalizer(
  text: string,
  labels: readonly string[],
  file: string,
  number = 0,
  spaces: WordSpaces = 'stripped',
): LabelWords {
  const plain = text.replace(/^\ufeff/, '');
  return /\.jsonl?$/i.test(file)
    ? fromJson(plain, labels, file, number, spaces)
    : fromLines(plain, labels, file, number, spaces);
}

function missing(file: string, number: number, count: number): LabError {
  return new LabError({
    code: 'argument',
    message: `${file} has no verbalizer ${number}; it holds ${count}.`,
    remedy: count === 0 ? 'Give a file with label words.' : `Give a number from 0 to ${count - 1}.`,
    where: file,
  });
}

interface Line {
  readonly text: string;
  readonly where: string;
}

function fromLines(
  text: string,
  labels: readonly string[],
  file: string,
  number: number,
  spaces: WordSpaces,
): LabelWords {
  const groups: Line[][] = [[]];
  text.split('\n').forEach((raw, index) => {
    const line = { text: raw.trim(), where: `${file}, line ${index + 1}` };
    if (line.text !== '') groups[groups.length - 1].push(line);
    else if (groups[groups.length - 1].length > 0) groups.push([]);
  });
  const verbalizers = groups.filter((group) => group.length > 0);
  const lines = verbalizers.at(number);
  if (lines === undefined) throw missing(file, number, verbalizers.length);
  const classes = classesIn(lines, labels.length);
  if (classes.length !== labels.length)
    throw wrong(
      (lines[labels.length] ?? lines[lines.length - 1]).where,
      `the file has ${classes.length} classes there, the task ${labels.length}: ${labels.join(', ')}`,
      'Give a line to each class of the task, in its order.',
    );
  return classes.map(({ text: words, where }) => {
    if (words.startsWith('{'))
      throw wrong(where, 'a line in braces is for generation, no label word', 'Give words between commas.');
    return words.split(',').map((word) => checkedWord(word, where, spaces));
  });
}

/** Some of OpenPrompt's files, such as `Yes No`, have the one word of each class in a single line. */
function classesIn(lines: readonly Line[], count: number): readonly Line[] {
  const [first] = lines;
  if (lines.length !== 1 || first.text.includes(',')) return lines;
  const words = first.text.split(/\s+/);
  return words.length === count ? words.map((text) => ({ text, where: first.where })) : lines;
}

function fromJson(
  text: string,
  labels: readonly string[],
  file: string,
  number: number,
  spaces: WordSpaces,
): LabelWords {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const remedy = 'Write one object, class → list of words, or a list of such objects.';
    const at = cause instanceof Error ? cause.message.slice(0, 200) : '';
    throw wrong(file, `it is not one JSON value (${at})`, remedy, cause);
  }
  const verbalizers: readonly unknown[] = Array.isArray(value) ? value : [value];
  const chosen = verbalizers.at(number);
  if (chosen === undefined) throw missing(file, number, verbalizers.length);
  if (typeof chosen !== 'object' || chosen === null || Array.isArray(chosen))
    throw wrong(file, `verbalizer ${number} is no object`, 'Write an object, class → list of words.');
  const entries = new Map<string, unknown>(Object.entries(chosen));
  const names = labels.map((label) => nameOf(label, entries));
  const absent = labels.filter((_, index) => names[index] === undefined);
  const extra = Array.from(entries.keys()).filter((name) => !names.includes(name));
  if (absent.length > 0 || extra.length > 0)
    throw wrong(
      file,
      `its classes are not the task’s${listed(', missing: ', absent)}${listed(', not in the task: ', extra)}`,
      'Call the classes in the file as the task does.',
    );
  return names.map((name) => wordsOf(name ?? '', entries.get(name ?? ''), file, spaces));
}

const listed = (what: string, names: readonly string[]): string =>
  names.length === 0
    ? ''
    : `${what}${names
        .slice(0, 10)
        .map((name) => name.slice(0, 60))
        .join(', ')}${names.length > 10 ? ' …' : ''}`;

/** The class's name in the file: the same, or the only one that differs in capitals alone. */
function nameOf(label: string, entries: ReadonlyMap<string, unknown>): string | undefined {
  if (entries.has(label)) return label;
  const alike = Array.from(entries.keys()).filter((name) => name.toLowerCase() === label.toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}

function wordsOf(name: string, value: unknown, file: string, spaces: WordSpaces): readonly string[] {
  const where = `${file}: ${name}`;
  const words: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (words.length === 0) throw wrong(where, 'the class has no word', 'Give each class a word.');
  return words.map((word) => {
    if (typeof word === 'string') return checkedWord(word, where, spaces);
    throw wrong(where, 'its words are no texts', 'Write a list of words in quotes.');
  });
}

/**
 * A file with the label words of each of `labels`, as `txt` or `json`.
 * @throws LabError `label-words` for a word that the format can't hold
 */
export function writeOpenPromptVerbalizer(
  labels: readonly string[],
  labelWords: LabelWords,
  kind: 'txt' | 'json',
): string {
  if (kind === 'json')
    return `${JSON.stringify(Object.fromEntries(labels.map((label, index) => [label, labelWords[index]])), null, 4)}\n`;
  const lines = labels.map((label, index) => {
    const unfit = labelWords[index].find((word) => /[,\r\n]|^\s*(?:\{|$)/.test(word));
    if (unfit === undefined) return labelWords[index].join(',');
    throw wrong(
      label,
      `“${unfit}” is empty, begins with a brace or holds a comma or a line’s end, which a .txt file takes for something else`,
      'Write a .json file, or another word.',
    );
  });
  return `${lines.join('\n')}\n`;
}
