/** A map that makes what it lacks, once. What could not be made is forgotten, and tried again the next time. */
export class Made<T> {
  private readonly known = new Map<string, Promise<T>>();

  get(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const made = make();
    this.known.set(key, made);
    made.catch(() => {
      // After `takeAll` another may be there under the same key.
      if (this.known.get(key) === made) this.known.delete(key);
    });
    return made;
  }

  /** Whether it is there or being made. */
  has(key: string): boolean {
    return this.known.has(key);
  }

  /** How many are there or being made. */
  get size(): number {
    return this.known.size;
  }

  /** Forgets those whose keys are over, and gives what was there or becomes so. */
  async take(isOver: (key: string) => boolean): Promise<readonly T[]> {
    const keys = [...this.known.keys()].filter(isOver);
    const taken = keys.flatMap((key) => this.known.get(key) ?? []);
    for (const key of keys) this.known.delete(key);
    const made = await Promise.allSettled(taken);
    return made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  /** Forgets everything, and gives what was there or becomes so. */
  takeAll(): Promise<readonly T[]> {
    return this.take(() => true);
  }
}
