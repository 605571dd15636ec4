/** A queue that gives the first of its items by an order. */
export class BestFirst<T> {
  private readonly heap: T[] = [];

  /** @param before whether the first comes before the second; of equal ones any may come first */
  constructor(private readonly before: (a: T, b: T) => boolean) {}

  push(item: T): void {
    const { heap, before } = this;
    let at = heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = item;
  }

  /** The first item, or undefined for none. */
  pop(): T | undefined {
    const { heap, before } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
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
    return first;
  }
}
