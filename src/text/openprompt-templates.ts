/**
 * OpenPrompt's template files, to and from the lab's `{a} … [MASK]`: a template a line, with `{"placeholder": "text_a"}`,
 * `{"placeholder": "text_b"}` and `{"mask"}`. What else OpenPrompt can do (soft tokens, metadata, functions of a text)
 * has no place in a lab template and is refused by name. Format: thunlp/OpenPrompt, Template.from_file and parse_text.
 */
import { LabError } from '../errors/lab-error.ts';
import { MASK_MARK, parseTemplate } from './template.ts';

interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

function wrong({ file, line }: Place, what: string, remedy: string, cause?: unknown): LabError {
  const where = `${file}, line ${line}`;
  return new LabError({ code: 'template', message: `${where}: ${what}.`, remedy, where }, { cause });
}

const MARK = /\{[^{}]*\}|[{}]/g;
const MASK = /^\{\s*(["'])mask\1\s*(?::\s*None\s*)?\}$/;
const TEXT = /^\{\s*(["'])text\1\s*:\s*(["'])([^"'\\]*)\2\s*\}$/;
const PLACEHOLDER = /^\{\s*(["'])placeholder\1\s*:\s*(["'])([^"']*)\2\s*(.*)\}$/;
/** What every placeholder is unless it says otherwise. */
const SHORTENABLE = /^,\s*(["'])shortenable\1\s*:\s*True\s*$/;
const FIRST_NAME = /["']([^"']{1,40})["']/;

const SLOTS: ReadonlyMap<string, string> = new Map([
  ['text_a', '{a}'],
  ['text_b', '{b}'],
]);

/** Why the lab can't do what a name asks for. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['soft', 'a soft token; the lab puts its virtual tokens in front, so write words here or nothing'],
  ['meta', 'a field of the row; a row of the lab has the texts text_a and text_b'],
  ['special', 'a special token; the lab puts those around the text as the PLM needs them'],
  ['post_processing', 'a function of the text; the lab takes texts as they are'],
  ['shortenable', 'a text that is never cut; the lab cuts whatever text is too long'],
]);

function markOf(mark: string, place: Place): string {
  if (MASK.test(mark)) return MASK_MARK;
  const refuse = (name: string): LabError =>
    wrong(
      place,
      `${mark.slice(0, 80)} is ${REFUSALS.get(name) ?? 'nothing that the lab knows'}`,
      'Choose another line, or write the template with {"placeholder": "text_a"}, {"placeholder": "text_b"} and {"mask"} alone.',
    );
  const plain = TEXT.exec(mark)?.[3];
  if (plain !== undefined) return plain;
  const placeholder = PLACEHOLDER.exec(mark);
  if (placeholder === null) throw refuse(FIRST_NAME.exec(mark)?.[1] ?? '');
  const [, , , text, options] = placeholder;
  const slot = SLOTS.get(text);
  if (slot === undefined) throw refuse('meta');
  if (options !== '' && !SHORTENABLE.test(options)) throw refuse(FIRST_NAME.exec(options)?.[1] ?? '');
  return slot;
}

function templateOf(text: string, place: Place): string {
  if (text.includes(MASK_MARK))
    throw wrong(
      place,
      `${MASK_MARK} stands in it as plain text`,
      'Write {"mask"} where the label word goes.',
    );
  const source = text.replace(MARK, (mark) => markOf(mark, place));
  try {
    return parseTemplate(source).source;
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown;
    const { message, remedy } = thrown;
    throw wrong(
      place,
      message.replace(/\.$/, ''),
      `${remedy} In the file: {"placeholder": "text_a"}, {"mask"}.`,
      thrown,
    );
  }
}

/**
 * Template `number` of the file, counted as OpenPrompt does: line by line from 0. The space that many lines begin with
 * stays, as in OpenPrompt; what a line ends with is dropped, as there.
 * @throws LabError `template` naming file and line, `argument` when there is no such line
 */
export function readOpenPromptTemplate(text: string, number: number, file: string): string {
  const lines = text
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\n');
  const line = lines.at(number)?.trimEnd() ?? '';
  if (line !== '') return templateOf(line, { file, line: number + 1 });
  throw new LabError({
    code: 'argument',
    message: `${file} has no template ${number}; its lines are 0 to ${lines.length - 1}, and a template is one that is not empty.`,
    remedy: 'Give the number of another line, counted from 0.',
    where: file,
  });
}

/** A file with the lab's templates, one a line. @throws LabError `template` for one that does not parse or breaks a line */
export function writeOpenPromptTemplates(templates: readonly string[]): string {
  const lines = templates.map((source) => {
    const { parts } = parseTemplate(source);
    if (/[\r\n]/.test(source))
      throw new LabError({
        code: 'template',
        message: `The template "${source}" breaks a line, and in OpenPrompt’s file a line is a template.`,
        remedy: 'Write it in one line.',
        where: 'template',
      });
    const marked = parts.map((part) => {
      if (part.kind === 'text') return part.text;
      return part.kind === 'mask' ? '{"mask"}' : `{"placeholder": "text_${part.slot}"}`;
    });
    return `${marked.join('')}\n`;
  });
  return lines.join('');
}
