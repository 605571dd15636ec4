/**
 * Items in WikiHop's form (specs/dynsan-reader.md, 11.4): a JSON array, an item a line. What the form has no word for goes
 * into fields of our own that its readers pass over: `titles`, `one_hop`, `bridge`, `gold`, `synsets`.
 */
import type { ChoiceItem } from '../../experiment/reader/items/reading-item.ts';

export function writeWikiHop(items: readonly ChoiceItem[]): string {
  return `[\n${items.map((item) => JSON.stringify(recordOf(item))).join(',\n')}\n]\n`;
}

function recordOf({ id, query, answer, candidates, passages, chain }: ChoiceItem): object {
  return {
    id,
    query,
    answer,
    candidates,
    supports: passages.map(({ title, text }) => (title === null ? text : `${title} : ${text}`)),
    ...(passages.some(({ title }) => title !== null) && { titles: passages.map(({ title }) => title) }),
    ...(chain !== null && {
      one_hop: chain.oneHopQuery,
      bridge: chain.bridge,
      gold: chain.gold,
      ...(chain.synsets !== undefined && { synsets: chain.synsets }),
    }),
  };
}
