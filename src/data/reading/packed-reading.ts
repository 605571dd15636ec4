/**
 * A two-hop set as it ships: JSON in which each passage stands once, items name passages by number, and what follows from
 * the rest (ids, relations, bridges) is left out.
 */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import { relationOf } from '../../experiment/reader/items/mask-item.ts';
import type {
  ChoiceItem,
  ReadingPassage,
  ReadingSplits,
} from '../../experiment/reader/items/reading-item.ts';

const FORMAT = 'Prompt Lab reading, format 1';

const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Query, query of the second hop alone, candidates, index of the answer, passages, places of the chain's, synsets. */
const Packed = v.tuple([
  v.string(),
  v.string(),
  v.array(v.string()),
  Index,
  v.array(Index),
  v.tuple([Index, Index]),
  v.array(v.string()),
]);
type PackedItem = v.InferOutput<typeof Packed>;
const PackedReading = v.object({
  format: v.literal(FORMAT),
  passages: v.array(v.tuple([v.string(), v.string()])),
  train: v.array(Packed),
  dev: v.array(Packed),
  test: v.array(Packed),
});

/** Only items with chains and titles can be packed; others are left out. */
export function packReading({ train, dev, test }: ReadingSplits<ChoiceItem>): string {
  const numbers = new Map<string, number>();
  const passages: [string, string][] = [];
  const numberOf = ({ title, text }: ReadingPassage): number => {
    const key = JSON.stringify([title, text]);
    const number = numbers.get(key) ?? passages.push([title ?? '', text]) - 1;
    numbers.set(key, number);
    return number;
  };
  const pack = (items: readonly ChoiceItem[]): PackedItem[] =>
    items.flatMap(({ query, candidates, answer, passages: own, chain }): PackedItem[] =>
      chain === null
        ? []
        : [
            [
              query,
              chain.oneHopQuery,
              [...candidates],
              candidates.indexOf(answer),
              own.map(numberOf),
              [...chain.gold],
              [...(chain.synsets ?? [])],
            ],
          ],
    );
  return JSON.stringify({ format: FORMAT, train: pack(train), dev: pack(dev), test: pack(test), passages });
}

/** @throws LabError `file` where the text is no packed set */
export function unpackReading(text: string, file: string): ReadingSplits<ChoiceItem> {
  const { passages, train, dev, test } = parsed(text, file);
  const unpack = (items: readonly PackedItem[], split: string): ChoiceItem[] =>
    items.map(([query, oneHopQuery, candidates, answer, own, gold, synsets], n): ChoiceItem => {
      const ofItem = own.map((number): ReadingPassage => {
        if (number >= passages.length) throw damaged(file);
        const [title, body] = passages[number];
        return { title, text: body };
      });
      if (answer >= candidates.length || Math.max(...gold) >= ofItem.length) throw damaged(file);
      return {
        kind: 'choice',
        id: `${split}${n}`,
        query,
        relation: relationOf(query),
        passages: ofItem,
        candidates,
        answer: candidates[answer],
        chain: { bridge: ofItem[gold[1]].title ?? '', gold, oneHopQuery, synsets },
      };
    });
  return { train: unpack(train, 'train'), dev: unpack(dev, 'dev'), test: unpack(test, 'test') };
}

function parsed(text: string, file: string): v.InferOutput<typeof PackedReading> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(file, cause);
  }
  const result = v.safeParse(PackedReading, value);
  if (!result.success) throw damaged(file);
  return result.output;
}

function damaged(file: string, cause?: unknown): LabError {
  return new LabError(
    {
      code: 'file',
      message: `${file}: it is no reading set, or a damaged one.`,
      remedy: 'Take the file from the release again.',
      where: file,
    },
    { cause },
  );
}
