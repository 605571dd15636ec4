/**
 * Seeded randomness. One seed gives any number of streams that know nothing of one another, each by a name: what
 * is drawn for the prompt's start doesn't shift the order of the rows. Generator: xoroshiro128+ of pure-rand, its
 * 128 bits of state hashed from seed and name.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface RandomStream {
  /** Uniform in [low, high); [0, 1) without arguments. */
  uniform(low?: number, high?: number): number;
  /** Uniform among the whole numbers from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** Normal, by Box and Muller's transform. */
  normal(mean?: number, deviation?: number): number;
}

/** The stream called `name` (such as `init`, `order`, `sampling`) of `seed`. */
export function randomStream(seed: number, name: string): RandomStream {
  const generator = xoroshiro128plusFromState([1, 2, 3, 4].map((word) => hash(`${seed}/${word}/${name}`)));
  let spare: number | null = null;
  const standardNormal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    // 1 − u is in (0, 1], so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)));
    const angle = 2 * Math.PI * uniformFloat64(generator);
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uniform: (low = 0, high = 1) => low + (high - low) * uniformFloat64(generator),
    integer: (low, high) => uniformInt(generator, low, high),
    normal: (mean = 0, deviation = 1) => mean + deviation * standardNormal(),
  };
}

/** 32 bits: FNV-1a, then murmur3's finaliser so that neighbouring seeds share no bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
