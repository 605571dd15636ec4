/** The two worked items of the reading fixture, as items of the lab. */
import { readFileSync } from 'node:fs';
import { relationOf } from '../../../../src/experiment/reader/items/mask-item.ts';
import type { ChoiceItem } from '../../../../src/experiment/reader/items/reading-item.ts';

interface FixtureForm {
  readonly id: string;
  readonly query: string;
  readonly answer: string;
  readonly candidates: readonly string[];
  readonly supports: readonly string[];
  readonly one_hop: string;
  readonly gold: readonly [number, number];
  readonly bridge: string;
  readonly synsets: readonly string[];
}

interface EncodedForm {
  readonly question: readonly string[];
  readonly passages: readonly (readonly string[])[];
  readonly mentions: readonly (readonly [number, number, number, number])[];
  readonly in_question: readonly (readonly [number, number])[];
  readonly gold: number;
}

export interface FixtureItem {
  readonly places: readonly number[];
  readonly plain: FixtureForm;
  readonly masked: FixtureForm;
  readonly encoded: {
    readonly plain: EncodedForm;
    readonly masked: EncodedForm;
    readonly plain_one_hop_question: readonly string[];
    readonly masked_one_hop_question: readonly string[];
  };
}

export const fixtureItems = (
  JSON.parse(readFileSync(new URL('../../../fixtures/reader/items.json', import.meta.url), 'utf8')) as {
    items: readonly FixtureItem[];
  }
).items;

export function itemOf(form: FixtureForm): ChoiceItem {
  return {
    kind: 'choice',
    id: form.id,
    query: form.query,
    relation: relationOf(form.query),
    passages: form.supports.map((support) => {
      const [title] = support.split(' : ', 1);
      return { title, text: support.slice(title.length + 3) };
    }),
    candidates: form.candidates,
    answer: form.answer,
    chain: { bridge: form.bridge, gold: form.gold, oneHopQuery: form.one_hop, synsets: form.synsets },
  };
}
