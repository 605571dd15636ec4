/**
 * WikiHop, plain and masked (specs/dynsan-reader.md, 11.4), and what `lab make-reading` writes, whose own fields tell titles
 * and chain.
 */
import * as v from 'valibot';
import { relationOf } from '../../../../experiment/reader/items/mask-item.ts';
import type {
  ChoiceItem,
  ReadingChain,
  ReadingPassage,
} from '../../../../experiment/reader/items/reading-item.ts';
import type { LabError } from '../../../../errors/lab-error.ts';
import { taskError } from '../../../task-error.ts';
import { parseRecord } from '../json-fields.ts';
import { malformedRow, type ReadingFormat, type ReadingRow } from '../reading-import.ts';

const Place = v.pipe(v.number(), v.integer(), v.minValue(0));
const Item = v.object({
  id: v.string(),
  query: v.string(),
  answer: v.string(),
  candidates: v.array(v.string()),
  supports: v.array(v.string()),
  titles: v.optional(v.array(v.nullable(v.string()))),
  one_hop: v.optional(v.string()),
  bridge: v.optional(v.string()),
  gold: v.optional(v.tuple([Place, Place])),
  synsets: v.optional(v.array(v.string())),
});
type WikiHopItem = v.InferOutput<typeof Item>;

const MASK = /___MASK\d+___/;

/** `___MASK12___` is the lab's `@12`. */
const placeholders = (text: string): string => text.replace(/___MASK(\d+)___/g, '@$1');

export const wikihop: ReadingFormat = {
  label: 'WikiHop',
  kinds: [{ shape: 'array', recognises: (start) => start.includes('"supports"'), turn: 0 }],
  open: () => {
    let isMasked: boolean | null = null;
    return {
      push: (record): readonly ReadingRow[] => {
        const parsed = parseRecord(record.text, Item);
        if (!parsed.ok) return [malformedRow(record, parsed.reason)];
        const { candidates, answer } = parsed.value;
        if (!candidates.includes(answer))
          return [malformedRow(record, 'its answer is none of its candidates')];
        const hasMasks = candidates.every((name) => MASK.test(name));
        if (hasMasks !== (isMasked ?? hasMasks)) throw bothForms(record.file);
        isMasked = hasMasks;
        return [{ kind: 'item', item: itemOf(parsed.value), split: record.split }];
      },
      end: () => [],
    };
  },
};

const bothForms = (file: string): LabError =>
  taskError(
    file,
    'here the questions are masked, or no longer, unlike those before.',
    'Give the plain files or the masked ones: they hold the same questions.',
  );

function itemOf(record: WikiHopItem): ChoiceItem {
  const query = placeholders(record.query);
  return {
    kind: 'choice',
    id: record.id,
    query,
    relation: relationOf(query),
    passages: record.supports.map((support, n) =>
      passageOf(placeholders(support), record.titles?.[n] ?? null),
    ),
    candidates: record.candidates.map(placeholders),
    answer: placeholders(record.answer),
    chain: chainOf(record),
  };
}

function passageOf(support: string, title: string | null): ReadingPassage {
  const start = `${title ?? ''} : `;
  return title !== null && support.startsWith(start)
    ? { title, text: support.slice(start.length) }
    : { title: null, text: support };
}

function chainOf({ one_hop, bridge, gold, synsets, supports }: WikiHopItem): ReadingChain | null {
  if (one_hop === undefined || bridge === undefined || gold === undefined) return null;
  if (Math.max(...gold) >= supports.length) return null;
  return { bridge, gold, oneHopQuery: one_hop, ...(synsets !== undefined && { synsets }) };
}
