/** HotpotQA: a question a line as in the lab's sample, or the array of its authors (specs/dynsan-reader.md, 11.1). */
import * as v from 'valibot';
import type { SpanItem } from '../../../../experiment/reader/items/reading-item.ts';
import { parseRecord } from '../json-fields.ts';
import { malformedRow, type ReadingFormat, type ReadingRow } from '../reading-import.ts';

const Line = v.object({
  id: v.string(),
  question: v.string(),
  answer: v.string(),
  passages: v.array(v.object({ title: v.string(), text: v.string() })),
  support: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

const Original = v.object({
  _id: v.string(),
  question: v.string(),
  answer: v.string(),
  context: v.array(v.tuple([v.string(), v.array(v.string())])),
  supporting_facts: v.array(v.tuple([v.string(), v.number()])),
});

const LINES = 0;

export const hotpot: ReadingFormat = {
  label: 'HotpotQA',
  kinds: [
    {
      shape: 'lines',
      recognises: (start) => /^\s*\{[^]*"passages"/.test(start) && start.includes('"question"'),
      turn: 0,
    },
    { shape: 'array', recognises: (start) => /"(?:supporting_facts|context)"/.test(start), turn: 0 },
  ],
  open: () => ({
    push: (record, kind): readonly ReadingRow[] => {
      const parsed = kind === LINES ? lineItem(record.text) : originalItem(record.text);
      if (typeof parsed === 'string') return [malformedRow(record, parsed)];
      return [{ kind: 'item', item: parsed, split: record.split }];
    },
    end: () => [],
  }),
};

/** @returns the item, or what is wrong with its text */
function lineItem(text: string): SpanItem | string {
  const parsed = parseRecord(text, Line);
  if (!parsed.ok) return parsed.reason;
  const { id, question, answer, passages, support } = parsed.value;
  if (support.some((at) => at >= passages.length)) return '“support” names a passage that isn’t there';
  return { kind: 'span', id, query: question, relation: null, passages, answer, support };
}

function originalItem(text: string): SpanItem | string {
  const parsed = parseRecord(text, Original);
  if (!parsed.ok) return parsed.reason;
  const { _id: id, question, answer, context, supporting_facts: facts } = parsed.value;
  const titles = new Set(facts.map(([title]) => title));
  return {
    kind: 'span',
    id,
    query: question,
    relation: null,
    passages: context.map(([title, sentences]) => ({ title, text: sentences.join('') })),
    answer,
    support: context.flatMap(([title], at) => (titles.has(title) ? [at] : [])),
  };
}
