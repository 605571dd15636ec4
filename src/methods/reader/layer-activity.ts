/** How active tokens are in each block (spec 10.5): the greatest of a token's gates over the heads. */
import type { LayerActivity } from '../../experiment/reader/cells/reader.ts';
import { gatesName } from './model/reader-programs.ts';
import type { ReadBatch } from './reader-session.ts';

/** Above it a token counts as active. */
const ACTIVE = 0.01;

const nameOf = (block: number): string => {
  if (block === 0) return 'before alignment';
  return block === 1 ? 'after alignment' : `cross-passage ${String(block - 1)}`;
};

interface Counts {
  low: number;
  middle: number;
  high: number;
  active: number;
}

/** Adds up batches; padding counts for nothing. */
export class ActivityCounts {
  private readonly layers = new Map<number, Counts>();
  private items = 0;

  /** @param heads of the reader */
  constructor(private readonly heads: number) {}

  add({ answers, looks, mask, shape }: ReadBatch): void {
    const items = answers.length;
    const tokens = shape.passages * shape.passageLength;
    this.items += items;
    for (let block = 0; Object.hasOwn(looks, gatesName(`block.${String(block)}`)); block++) {
      const { data, dims } = looks[gatesName(`block.${String(block)}`)];
      const length = dims[2];
      const counts = this.layers.get(block) ?? { low: 0, middle: 0, high: 0, active: 0 };
      this.layers.set(block, counts);
      for (let token = 0; token < items * tokens; token++) {
        if (mask[token] === 0) continue;
        const [sequence, at] = [Math.floor(token / length), token % length];
        let activity = 0;
        for (let head = 0; head < this.heads; head++)
          activity = Math.max(activity, data[(sequence * this.heads + head) * length + at]);
        counts[activity <= 1 / 3 ? 'low' : activity <= 2 / 3 ? 'middle' : 'high'] += 1;
        if (activity > ACTIVE) counts.active += 1;
      }
    }
  }

  shares(): readonly LayerActivity[] {
    return [...this.layers].map(([block, { low, middle, high, active }]) => {
      const all = low + middle + high;
      return {
        layer: nameOf(block),
        low: low / all,
        middle: middle / all,
        high: high / all,
        activeTokens: active / this.items,
      };
    });
  }
}
