/** Chains by split: no passage in two of them, no answer and no bridge too often (specs/dynsan-reader.md, 16.1). */
import { randomStream } from '../../../experiment/random.ts';
import { shuffled } from '../../../experiment/sampling.ts';
import type { SplitName } from '../../../experiment/task-types.ts';
import type { Chain } from './find-chains.ts';

export const SPLITS: readonly SplitName[] = ['train', 'dev', 'test'];

/** Shares of the bridges, in the order of `SPLITS`. */
const SHARES: Readonly<Record<SplitName, number>> = { train: 0.8, dev: 0.1, test: 0.1 };

const MOST_PER_ANSWER: Readonly<Record<SplitName, number>> = { train: 40, dev: 5, test: 5 };
const MOST_PER_BRIDGE = 6;

/** The split that the seed puts a synset in. @param offset as WordNet's file has it */
export function splitOf(offset: string, seed: number): SplitName {
  const at = randomStream(seed, `two-hop/split/${offset}`).uniform();
  let end = 0;
  return SPLITS.find((split) => at < (end += SHARES[split])) ?? 'test';
}

/** Each split's chains in an order that the seed draws, without those over the caps. */
export function splitChains(
  chains: readonly Chain[],
  offsetOf: (synset: number) => string,
  seed: number,
): Readonly<Record<SplitName, readonly Chain[]>> {
  const splitOfBridge = new Map<number, SplitName>();
  for (const { e2 } of chains) if (!splitOfBridge.has(e2)) splitOfBridge.set(e2, splitOf(offsetOf(e2), seed));
  const splitsOfStart = new Map<number, Set<SplitName | undefined>>();
  for (const { e1, e2 } of chains) {
    const splits = splitsOfStart.get(e1) ?? new Set();
    splitsOfStart.set(e1, splits.add(splitOfBridge.get(e2)));
  }
  const stays = chains.filter(({ e1 }) => splitsOfStart.get(e1)?.size === 1);
  const ofSplit = (split: SplitName): readonly Chain[] =>
    capped(
      stays.filter(({ e2 }) => splitOfBridge.get(e2) === split),
      split,
      seed,
    );
  return { train: ofSplit('train'), dev: ofSplit('dev'), test: ofSplit('test') };
}

function capped(chains: readonly Chain[], split: SplitName, seed: number): readonly Chain[] {
  const answers = new Map<string, number>();
  const bridges = new Map<number, number>();
  const order = shuffled(chains.length, randomStream(seed, `two-hop/order/${split}`));
  return Array.from(order, (at) => chains[at]).filter(({ answer, e2 }) => {
    const ofAnswer = answers.get(answer.text) ?? 0;
    const ofBridge = bridges.get(e2) ?? 0;
    if (ofAnswer >= MOST_PER_ANSWER[split] || ofBridge >= MOST_PER_BRIDGE) return false;
    answers.set(answer.text, ofAnswer + 1);
    bridges.set(e2, ofBridge + 1);
    return true;
  });
}
