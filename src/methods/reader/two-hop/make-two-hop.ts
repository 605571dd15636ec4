/** The two-hop reading set out of WordNet (specs/dynsan-reader.md, 16): the same settings always give the same set. */
import type { ChoiceItem, ReadingSplits } from '../../../experiment/reader/items/reading-item.ts';
import { maskItem, namesOf } from '../../../experiment/reader/items/mask-item.ts';
import { PLACEHOLDERS } from '../../../experiment/reader/items/vocabulary.ts';
import { randomStream } from '../../../experiment/random.ts';
import { shuffled } from '../../../experiment/sampling.ts';
import type { SplitName } from '../../../experiment/task-types.ts';
import type { WordGraph } from '../../verbalizer/expand/word-graph.ts';
import { NO_CONFOUNDERS, openConfounders } from './confounders.ts';
import { findChains } from './find-chains.ts';
import { makeItems } from './make-items.ts';
import { openNouns } from './nouns.ts';
import { splitChains, splitOf } from './split-chains.ts';
import { checkPlaceholders, type TwoHopSettings } from '../../../experiment/reader/two-hop-settings.ts';

/**
 * Takes some seconds: in the browser it is a worker's work.
 * @throws LabError `argument` for more names in an item than there are placeholders
 */
export function makeTwoHop(graph: WordGraph, settings: TwoHopSettings): ReadingSplits<ChoiceItem> {
  checkPlaceholders(settings);
  const nouns = openNouns(graph);
  const chains = findChains(nouns);
  const bySplit = splitChains(chains, nouns.offsetOf, settings.seed);
  const used = new Set(chains.flatMap(({ e1, e2 }) => [e1, e2]));
  const ofSplit = (split: SplitName): readonly ChoiceItem[] => {
    const confounders =
      settings.hard === 0
        ? NO_CONFOUNDERS
        : openConfounders(
            nouns,
            (synset) => !used.has(synset) && splitOf(nouns.offsetOf(synset), settings.seed) === split,
          );
    const items = makeItems(bySplit[split], split, nouns, confounders, settings);
    return settings.masked ? items.map((item) => maskedItem(item, settings.seed)) : items;
  };
  return { train: ofSplit('train'), dev: ofSplit('dev'), test: ofSplit('test') };
}

/** With placeholders among `@0` … `@63` that the seed draws for each item. */
function maskedItem(item: ChoiceItem, seed: number): ChoiceItem {
  const places = shuffled(PLACEHOLDERS, randomStream(seed, `two-hop/mask/${item.id}`));
  return maskItem(item, places.subarray(0, namesOf(item).length));
}
