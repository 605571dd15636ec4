/** SearchQA: the processed text, a question a line, and the raw files, a question each (specs/dynsan-reader.md, 11.2). */
import * as v from 'valibot';
import type { SpanItem } from '../../../../experiment/reader/items/reading-item.ts';
import { parseRecord } from '../json-fields.ts';
import { malformedRow, type ReadingFormat, type ReadingRecord, type ReadingRow } from '../reading-import.ts';

/** As the training files of its authors. */
const MOST_SNIPPETS = 50;

const Raw = v.object({
  question: v.nullish(v.string()),
  answer: v.nullish(v.string()),
  search_results: v.nullish(v.array(v.nullable(v.object({ snippet: v.nullish(v.string()) })))),
});

const PROCESSED = 0;

export const searchqa: ReadingFormat = {
  label: 'SearchQA',
  kinds: [
    { shape: 'lines', recognises: (start) => !/^\s*\{/.test(start) && start.includes(' ||| '), turn: 0 },
    { shape: 'whole', recognises: (start) => /^\s*\{[^]*"(?:search_results|air_date)"/.test(start), turn: 0 },
  ],
  open: () => {
    let read = 0;
    return {
      push: (record, kind): readonly ReadingRow[] => {
        read += 1;
        return [kind === PROCESSED ? processed(record, `searchqa${read}`) : raw(record, `searchqa${read}`)];
      },
      end: () => [],
    };
  },
};

function processed(record: ReadingRecord, id: string): ReadingRow {
  const parts = record.text.split('|||').map((part) => part.trim());
  if (parts.length !== 3)
    return malformedRow(record, `it has ${parts.length} parts between |||, not context, question and answer`);
  const [context, query, answer] = parts;
  const snippets = Array.from(context.matchAll(/<s>(.*?)<\/s>/g), ([, snippet]) => snippet);
  return rowOf(record, id, query, answer, snippets);
}

function raw(record: ReadingRecord, id: string): ReadingRow {
  const parsed = parseRecord(record.text, Raw);
  if (!parsed.ok) return malformedRow(record, parsed.reason);
  const { question, answer, search_results: results } = parsed.value;
  const snippets = (results ?? []).map((result) => result?.snippet ?? '');
  // Questions of the show stand in quote marks.
  return rowOf(record, id, (question ?? '').replace(/^'(.*)'$/, '$1'), answer ?? '', snippets);
}

function rowOf(
  { split }: ReadingRecord,
  id: string,
  query: string,
  answer: string,
  snippets: readonly string[],
): ReadingRow {
  const item: SpanItem = {
    kind: 'span',
    id,
    query,
    relation: null,
    passages: snippets
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .slice(0, MOST_SNIPPETS)
      .map((text) => ({ title: null, text })),
    answer,
    support: null,
  };
  return { kind: 'item', item, split };
}
