/** Quasar-T: questions in one file, their contexts in another, line by line (specs/dynsan-reader.md, 11.3). */
import * as v from 'valibot';
import { taskError } from '../../../task-error.ts';
import { parseRecord } from '../json-fields.ts';
import {
  malformedRow,
  type ReadingCollector,
  type ReadingFormat,
  type ReadingRecord,
  type ReadingRow,
} from '../reading-import.ts';

const Question = v.object({ uid: v.string(), question: v.string(), answer: v.string() });
const Contexts = v.object({ uid: v.string(), contexts: v.array(v.tuple([v.number(), v.string()])) });

const QUESTIONS = 0;
const CONTEXTS = 1;

interface Asked {
  readonly record: ReadingRecord;
  /** Null where the line was malformed. */
  readonly question: v.InferOutput<typeof Question> | null;
}

export const quasarT: ReadingFormat = {
  label: 'Quasar-T',
  kinds: [
    {
      shape: 'lines',
      recognises: (start) => /^\s*\{[^]*"uid"/.test(start) && start.includes('"question"'),
      turn: 0,
    },
    { shape: 'lines', recognises: (start) => /^\s*\{[^]*"contexts"/.test(start), turn: 1 },
  ],
  open: () => new Pairs(),
};

class Pairs implements ReadingCollector {
  /** Questions by split, in the order of their lines. */
  private readonly asked = new Map<string | null, Asked[]>();
  /** How many lines of a split's contexts have come, and from which file. */
  private readonly met = new Map<string | null, number>();
  private readonly fileOf = new Map<string | null, string>();

  push(record: ReadingRecord, kind: number): readonly ReadingRow[] {
    if (kind === QUESTIONS) return this.ask(record);
    return kind === CONTEXTS ? [this.answer(record)] : [];
  }

  end(): readonly ReadingRow[] {
    return [...this.asked].flatMap(([split, questions]) =>
      questions
        .slice(this.met.get(split) ?? 0)
        .filter(({ question }) => question !== null)
        .map((): ReadingRow => ({ kind: 'left-out', why: 'no-passages' })),
    );
  }

  private ask(record: ReadingRecord): readonly ReadingRow[] {
    const parsed = parseRecord(record.text, Question);
    const questions = this.asked.get(record.split) ?? [];
    this.asked.set(record.split, questions);
    questions.push({ record, question: parsed.ok ? parsed.value : null });
    return parsed.ok ? [] : [malformedRow(record, parsed.reason)];
  }

  private answer(record: ReadingRecord): ReadingRow {
    this.refuseSecond(record);
    const at = this.met.get(record.split) ?? 0;
    this.met.set(record.split, at + 1);
    const asked = this.asked.get(record.split)?.[at];
    if (asked === undefined) return malformedRow(record, 'there is no question on the same line');
    const parsed = parseRecord(record.text, Contexts);
    if (!parsed.ok) return malformedRow(record, parsed.reason);
    const { question } = asked;
    if (question === null) return malformedRow(record, 'the question on the same line can’t be read');
    const { uid, contexts } = parsed.value;
    if (uid !== question.uid)
      return malformedRow(record, `its uid is ${uid}, that of the question on the same line ${question.uid}`);
    return {
      kind: 'item',
      split: record.split,
      item: {
        kind: 'span',
        id: uid,
        query: question.question,
        relation: null,
        passages: contexts.map(([, text]) => ({ title: null, text })),
        answer: question.answer,
        support: null,
      },
    };
  }

  /** @throws LabError `task` for short and long contexts together */
  private refuseSecond({ file, split }: ReadingRecord): void {
    const first = this.fileOf.get(split) ?? file;
    this.fileOf.set(split, first);
    if (first === file) return;
    throw taskError(
      file,
      `the contexts of these questions have come already, from ${first}.`,
      'Give the short or the long contexts, not both.',
    );
  }
}
