/** Relations that a two-hop question may ask for (specs/dynsan-reader.md, 16.1), by the symbols of WordNet's pointers. */

export interface TwoHopRelation {
  readonly name: string;
  readonly first: string;
  /** One of these makes the second hop. */
  readonly second: readonly string[];
}

export const TWO_HOP_RELATIONS: readonly TwoHopRelation[] = [
  { name: 'kind_of', first: '@', second: ['@'] },
  { name: 'instance_kind', first: '@i', second: ['@'] },
  { name: 'located_in', first: '#p', second: ['#p'] },
  { name: 'part_kind', first: '#p', second: ['@'] },
  { name: 'member_kind', first: '#m', second: ['@', '#m'] },
];

/** What the second hop alone asks for. */
export const ONE_HOP_NAME: Readonly<Record<string, string>> = {
  '@': 'kind_of',
  '#p': 'located_in',
  '#m': 'member_of',
};
