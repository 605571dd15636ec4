/** The two-hop reading set out of WordNet (specs/dynsan-reader.md, 16): the same settings always give the same set. */
import { maskItem, namesOf } from '../../../experiment/reader/items/mask-item.ts';
import type { ChoiceItem, ReadingSplits } from '../../../experiment/reader/items/reading-item.ts';
import { PLACEHOLDERS } from '../../../experiment/reader/items/vocabulary.ts';
import { checkPlaceholders, type TwoHopSettings } from '../../../experiment/reader/two-hop-settings.ts';
import { randomStream } from '../../../experiment/random.ts';
import { shuffled } from '../../../experiment/sampling.ts';
import type { SplitName } from '../../../experiment/task-types.ts';
import type { WordGraph } from '../../verbalizer/expand/word-graph.ts';
import { openConfounders } from './confounders.ts';
import { findChains, type Chain } from './find-chains.ts';
import { makeItems } from './make-items.ts';
import { openNouns, type Nouns } from './nouns.ts';
import { splitChains } from './split-chains.ts';

/** What all sets are made of. */
export interface TwoHopSource {
  readonly nouns: Nouns;
  readonly chains: readonly Chain[];
}

/** Takes a few seconds: in the browser it is a worker's work. */
export function openTwoHop(graph: WordGraph): TwoHopSource {
  const nouns = openNouns(graph);
  return { nouns, chains: findChains(nouns) };
}

/** Takes some seconds. @throws LabError `argument` for more names in an item than there are placeholders */
export function makeTwoHop(
  { nouns, chains }: TwoHopSource,
  settings: TwoHopSettings,
): ReadingSplits<ChoiceItem> {
  checkPlaceholders(settings);
  const bySplit = splitChains(chains, nouns.offsetOf, settings.seed);
  const confounders = openConfounders(nouns, new Set(chains.flatMap(({ e1, e2 }) => [e1, e2])));
  const ofSplit = (split: SplitName): readonly ChoiceItem[] => {
    const items = makeItems(bySplit[split], split, nouns, confounders, settings);
    return settings.masked ? items.map((item) => maskedItem(item, settings.seed)) : items;
  };
  // Few passages mention a bridge: the small splits have the first choice among them.
  const [dev, test] = [ofSplit('dev'), ofSplit('test')];
  return { train: ofSplit('train'), dev, test };
}

/** With placeholders among `@0` … `@63` that the seed draws for each item. */
function maskedItem(item: ChoiceItem, seed: number): ChoiceItem {
  const places = shuffled(PLACEHOLDERS, randomStream(seed, `two-hop/mask/${item.id}`));
  return maskItem(item, places.subarray(0, namesOf(item).length));
}
