import type { RandomStream } from '../../../experiment/random.ts';

/** The numbers 0 … `count` − 1 in random order, drawn one by one: who stops early has drawn few (Fisher and Yates). */
export function* drawOrder(count: number, random: RandomStream): Generator<number, void, void> {
  const moved = new Map<number, number>();
  for (let end = count - 1; end >= 0; end--) {
    const at = random.integer(0, end);
    yield moved.get(at) ?? at;
    moved.set(at, moved.get(end) ?? end);
  }
}
