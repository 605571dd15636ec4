/** A queue that gives the greatest first; equal ones the smaller key first, so that every walk is the same. */
export interface Ranked {
  readonly score: number;
  readonly synset: number;
}

const before = (a: Ranked, b: Ranked): boolean =>
  a.score > b.score || (a.score === b.score && a.synset < b.synset);

export class BestFirst<T extends Ranked> {
  private readonly heap: T[] = [];

  push(item: T): void {
    const { heap } = this;
    let at = heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = item;
  }

  /** The best item, or undefined for none. */
  pop(): T | undefined {
    const { heap } = this;
    const best = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return best;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return best;
  }
}
