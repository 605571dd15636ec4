/** What the files are: all of one data set, each of one of its kinds. */
import type { LabError } from '../../../errors/lab-error.ts';
import { taskError } from '../../task-error.ts';
import { READING_FORMATS, READING_FORMAT_NAMES } from './formats/index.ts';
import type { ReadingFormat, ReadingFormatName } from './reading-import.ts';
import type { TextPart } from './text-parts.ts';

/** So many characters of a file tell its kind. */
const START_CHARACTERS = 65_536;

export interface KnownPart {
  readonly part: TextPart;
  /** Index into the format's kinds. */
  readonly kind: number;
}

/** The format and its files in the order in which they are read; others are passed over with a note. */
export async function recognise(
  parts: readonly TextPart[],
  wanted: ReadingFormatName | undefined,
  notes: string[],
): Promise<{ name: ReadingFormatName; format: ReadingFormat; known: readonly KnownPart[] }> {
  const names = wanted === undefined ? READING_FORMAT_NAMES : [wanted];
  const found = new Map<ReadingFormatName, KnownPart[]>();
  for (const part of parts) {
    const start = await startOf(part);
    const [match] = names.flatMap((name) => {
      const kind = READING_FORMATS[name].kinds.findIndex(
        ({ recognises, shape }) => hasShape(start, shape) && recognises(start),
      );
      return kind < 0 ? [] : [{ name, kind }];
    });
    if (match === undefined) notes.push(`${part.name} was passed over: it is of no known form.`);
    else found.set(match.name, [...(found.get(match.name) ?? []), { part, kind: match.kind }]);
  }
  const [first, second] = [...found.keys()];
  if (first === undefined) throw unknown(parts[0]?.name ?? 'the files', wanted);
  if (second !== undefined) {
    const labels = [first, second].map((name) => READING_FORMATS[name].label);
    throw taskError(
      found.get(second)?.[0].part.name ?? '',
      `the files are of more than one kind: ${labels.join(' and ')}.`,
      'Give the files of one data set.',
    );
  }
  const format = READING_FORMATS[first];
  const known = [...(found.get(first) ?? [])].sort(
    (a, b) => format.kinds[a.kind].turn - format.kinds[b.kind].turn,
  );
  return { name: first, format, known };
}

/** A text that begins with a bracket is an array, and no other text is. */
const hasShape = (start: string, shape: string): boolean =>
  (shape === 'array') === start.trimStart().startsWith('[');

async function startOf(part: TextPart): Promise<string> {
  let start = '';
  for await (const text of part.pieces()) {
    start += text;
    if (start.length >= START_CHARACTERS) break;
  }
  return start.slice(0, START_CHARACTERS);
}

function unknown(file: string, wanted: ReadingFormatName | undefined): LabError {
  if (wanted !== undefined)
    return taskError(
      file,
      `it is nothing of ${READING_FORMATS[wanted].label}.`,
      'Give the files as their authors wrote them, or leave out the format.',
    );
  const labels = READING_FORMAT_NAMES.map((name) => READING_FORMATS[name].label).join(', ');
  return taskError(
    file,
    'it is of no form that is known for questions with passages.',
    `Give files of one of these, as their authors wrote them: ${labels}.`,
  );
}
