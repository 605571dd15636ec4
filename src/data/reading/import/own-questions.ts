/**
 * One's own questions and passages, for `lab read --ask` and the page. JSON (a question or a list of them), JSONL, or text:
 *
 *     {"query": "…", "passages": ["…", {"title": "…", "text": "…"}], "candidates": ["…"], "answer": "…"}
 *
 *     the question
 *     a passage
 *     another one
 *
 * In a text an empty line ends a question; a line that begins with `? ` lists candidates, separated by `;`.
 */
import * as v from 'valibot';
import { type LabError } from '../../../errors/lab-error.ts';
import { passageWords } from '../../../experiment/reader/items/prepare-item.ts';
import type { ReadingPassage } from '../../../experiment/reader/items/reading-item.ts';
import { isMentioned, nameOf, wordsIn } from '../../../experiment/reader/items/words.ts';
import { JsonArrayReader } from '../../import/json-reader.ts';
import type { RowProblem } from '../../import/import-types.ts';
import { taskError } from '../../task-error.ts';
import { MOST_WORDS } from './check-item.ts';
import { NO_JSON, parseRecord } from './json-fields.ts';

/** A question that need not have a known answer. */
export interface OwnQuestion {
  readonly query: string;
  readonly passages: readonly ReadingPassage[];
  /** Null where the answer is a span of the passages. */
  readonly candidates: readonly string[] | null;
  /** Null where the asker doesn't say. */
  readonly answer: string | null;
}

export interface OwnQuestions {
  readonly questions: readonly OwnQuestion[];
  readonly malformed: readonly RowProblem[];
}

/** Questions are typed or pasted, not gathered. */
const MOST_QUESTIONS = 1000;
const MOST_CHARACTERS = 16 * 1024 * 1024;

const Passage = v.union([v.string(), v.object({ title: v.nullish(v.string()), text: v.string() })]);
const Question = v.object({
  query: v.string(),
  passages: v.array(Passage),
  candidates: v.nullish(v.array(v.string())),
  answer: v.nullish(v.string()),
});

interface Entry {
  readonly line: number;
  readonly question: OwnQuestion | string;
}

/**
 * The questions of a file that somebody wrote; what is wrong with one is said by its line.
 * @throws LabError `task` where there is no usable question, or more than can be read
 */
export function readOwnQuestions(text: string, file: string): OwnQuestions {
  if (text.length > MOST_CHARACTERS)
    throw taskError(file, 'it is too large for questions of one’s own.', 'Ask some of them.');
  const entries = entriesOf(text.replace(/^\uFEFF/, ''), file);
  if (entries.length > MOST_QUESTIONS)
    throw taskError(file, `it has more than ${MOST_QUESTIONS} questions.`, 'Ask some of them.');
  const questions: OwnQuestion[] = [];
  const malformed: RowProblem[] = [];
  for (const { line, question } of entries) {
    const reason = typeof question === 'string' ? question : whatIsWrong(question);
    if (reason !== null) malformed.push({ file, line, reason });
    else if (typeof question !== 'string') questions.push(question);
  }
  if (questions.length === 0) throw noQuestion(file, malformed);
  return { questions, malformed };
}

function entriesOf(text: string, file: string): readonly Entry[] {
  const start = text.trimStart();
  if (start.startsWith('[')) return arrayEntries(text, file);
  if (!start.startsWith('{')) return textEntries(text);
  const whole = questionOf(text);
  // Several objects are no JSON together.
  return whole === NO_JSON ? lineEntries(text) : [{ line: 1, question: whole }];
}

function arrayEntries(text: string, file: string): readonly Entry[] {
  const reader = new JsonArrayReader<Entry>(file, {
    itemOf: (item, line) => ({ line, question: questionOf(item) }),
    malformed: (line, reason) => ({ line, question: reason }),
    form: 'Write [{"query": "…", "passages": ["…"]}], or one question a line.',
  });
  return [...reader.push(text), ...reader.end()];
}

const lineEntries = (text: string): readonly Entry[] =>
  text
    .split('\n')
    .map((line, n) => ({ line: n + 1, text: line.trim() }))
    .filter((entry) => entry.text !== '')
    .map((entry) => ({ line: entry.line, question: questionOf(entry.text) }));

function textEntries(text: string): readonly Entry[] {
  const entries: { line: number; lines: string[] }[] = [];
  let isOpen = false;
  text.split('\n').forEach((raw, n) => {
    const line = raw.trim();
    if (line === '') isOpen = false;
    else if (isOpen) entries[entries.length - 1].lines.push(line);
    else {
      entries.push({ line: n + 1, lines: [line] });
      isOpen = true;
    }
  });
  return entries.map(({ line, lines: [query, ...rest] }) => {
    const listed = rest.find((entry) => entry.startsWith('? '));
    const candidates = listed
      ?.slice(2)
      .split(';')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return {
      line,
      question: {
        query,
        passages: rest.filter((entry) => entry !== listed).map((passage) => ({ title: null, text: passage })),
        candidates: candidates ?? null,
        answer: null,
      },
    };
  });
}

/** @returns the question, or what is wrong with its JSON */
function questionOf(text: string): OwnQuestion | string {
  const parsed = parseRecord(text, Question);
  if (!parsed.ok) return parsed.reason;
  const { query, passages, candidates, answer } = parsed.value;
  return {
    query,
    passages: passages.map((passage) =>
      typeof passage === 'string'
        ? { title: null, text: passage }
        : { title: passage.title ?? null, text: passage.text },
    ),
    candidates: candidates ?? null,
    answer: answer ?? null,
  };
}

function whatIsWrong({ query, passages, candidates, answer }: OwnQuestion): string | null {
  if (wordsIn(query).length === 0) return 'it asks nothing';
  const words = passages.map(passageWords).filter(({ length }) => length > 0);
  if (words.length === 0) return 'it has no passages';
  const total = words.reduce((sum, { length }) => sum + length, 0);
  if (total > MOST_WORDS) return `its passages have ${total} words; at most ${MOST_WORDS} are read`;
  if (candidates === null) return null;
  if (candidates.length < 2) return 'it has fewer than two candidates';
  if (new Set(candidates).size < candidates.length) return 'it lists a candidate twice';
  const absent = candidates.filter((name) =>
    words.every((ofPassage) => !isMentioned(ofPassage, nameOf(name))),
  );
  if (absent.length === candidates.length) return 'no passage mentions any of its candidates';
  if (answer !== null && !candidates.includes(answer))
    return `its answer, ${answer}, is none of its candidates`;
  return null;
}

function noQuestion(file: string, malformed: readonly RowProblem[]): LabError {
  const [first] = malformed;
  const remedy =
    'Write {"query": "…", "passages": ["…"], "candidates": ["…"]}, or the question and below it a passage a line.';
  if (first === undefined) return taskError(file, 'there is no question in it.', remedy);
  return taskError(file, `no question can be used: ${first.reason}.`, remedy, { line: first.line });
}
