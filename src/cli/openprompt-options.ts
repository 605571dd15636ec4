/** Files on the command line: `--template-file`, OpenPrompt's, and `--label-words-file`, OpenPrompt's or the lab's own. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readVerbalizerFile } from '../data/verbalizers/verbalizer-file.ts';
import { LabError } from '../errors/lab-error.ts';
import type { VerbalizerName } from '../experiment/recipe-types.ts';
import { verbalizerHash } from '../experiment/verbalizer/verbalizer-json.ts';
import { wordLists } from '../experiment/verbalizer/verbalizer.ts';
import { readOpenPromptTemplate } from '../text/openprompt-templates.ts';
import type { LabTokenizer } from '../text/tokenizer-types.ts';
import { usableWords } from '../text/usable-words.ts';
import { numberOption, say } from './output.ts';

/** The longest published verbalizer has 70 kB. */
const MOST_BYTES = 10_000_000;
/** How many of the words that are left out a note names. */
const MOST_NAMED = 5;

export interface OpenPromptOptions {
  readonly template?: string;
  readonly templateFile?: string;
  readonly templateNumber?: string;
  readonly labelWords?: string;
  readonly labelWordsFile?: string;
  readonly labelWordsNumber?: string;
}

/** What the files say in place of a task's own; undefined where no file is given. */
export interface AskedByFiles {
  readonly template: string | undefined;
  readonly labelWords: readonly (readonly string[])[] | undefined;
  /** The verbalizer that these words are of, where the file is the lab's own. */
  readonly verbalizer: VerbalizerName | undefined;
}

function wrongArgument(where: string, message: string, remedy: string): LabError {
  return new LabError({ code: 'argument', message, remedy, where });
}

function readText(option: string, file: string): string {
  if (!existsSync(file) || !statSync(file).isFile())
    throw wrongArgument(option, `${file} is no file.`, `Give ${option} a file of OpenPrompt’s kind.`);
  if (statSync(file).size > MOST_BYTES)
    throw wrongArgument(option, `${file} is larger than any such file.`, 'Give a file of a few kilobytes.');
  return readFileSync(file, 'utf8');
}

/** The file and the number that two options give, or null without a file. */
function chosen(
  option: string,
  text: string | undefined,
  file: string | undefined,
  number: string | undefined,
): { readonly file: string; readonly number: number } | null {
  if (file === undefined) {
    if (number === undefined) return null;
    throw wrongArgument(
      `${option}-number`,
      'There is no file to choose from.',
      `Give ${option}-file as well.`,
    );
  }
  if (text !== undefined)
    throw wrongArgument(`${option}-file`, `${option} is given as well.`, 'Give one of the two.');
  return { file, number: number === undefined ? 0 : numberOption(`${option}-number`, number, 0, 1e6) };
}

/** @throws LabError `argument`, `template` or `label-words` naming the option, or the file and line */
export async function askedByFiles(
  options: OpenPromptOptions,
  labels: readonly string[],
  tokenizer: LabTokenizer,
): Promise<AskedByFiles> {
  const template = chosen('--template', options.template, options.templateFile, options.templateNumber);
  const words = chosen('--label-words', options.labelWords, options.labelWordsFile, options.labelWordsNumber);
  return {
    template:
      template === null
        ? undefined
        : readOpenPromptTemplate(readText('--template-file', template.file), template.number, template.file),
    ...(words === null
      ? { labelWords: undefined, verbalizer: undefined }
      : await wordsFrom(words.file, words.number, labels, tokenizer)),
  };
}

async function wordsFrom(
  file: string,
  number: number,
  labels: readonly string[],
  tokenizer: LabTokenizer,
): Promise<Pick<AskedByFiles, 'labelWords' | 'verbalizer'>> {
  const verbalizer = readVerbalizerFile(readText('--label-words-file', file), file, labels, number);
  const all = wordLists(verbalizer);
  const { labelWords, dropped } = usableWords(tokenizer, labels, all);
  labels.forEach((label, c) => {
    if (dropped[c].length === 0) return;
    const some = dropped[c].slice(0, MOST_NAMED).join(', ');
    say(
      `note: ${label}: ${labelWords[c].length} of ${all[c].length} label words kept; left out, as no single token of this PLM or shared with another class: ${some}${dropped[c].length > MOST_NAMED ? ' …' : ''}`,
    );
  });
  const sha256 = file.endsWith('.verbalizer.json') ? await verbalizerHash(verbalizer) : null;
  return {
    labelWords,
    verbalizer: sha256 === null ? undefined : { name: verbalizer.name, sha256 },
  };
}
