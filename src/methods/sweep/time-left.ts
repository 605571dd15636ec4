/** How long a sweep will still take, from how long cells of each kind took. */
import type { Cell, CellKind } from '../../experiment/sweep/cell-kind.ts';

export class TimeLeft {
  private readonly seen = new Map<string, { seconds: number; count: number }>();
  /** Kinds not seen yet are expected to take as long as a kind that does about the same. */
  private readonly alike: ReadonlyMap<string, string>;

  constructor(
    kinds: readonly Pick<CellKind, 'kind' | 'takesAsLongAs'>[],
    private readonly cells: readonly Cell[],
  ) {
    this.alike = new Map(kinds.map(({ kind, takesAsLongAs }) => [kind, takesAsLongAs]));
  }

  took({ kind }: Cell, seconds: number): void {
    const before = this.seen.get(kind) ?? { seconds: 0, count: 0 };
    this.seen.set(kind, { seconds: before.seconds + seconds, count: before.count + 1 });
  }

  private expected(kind: string): number | null {
    const seen = this.seen.get(kind) ?? this.seen.get(this.alike.get(kind) ?? kind);
    return seen === undefined ? null : seen.seconds / seen.count;
  }

  /** Seconds for the cells from `at` on, of whose first `share` is done; null while a kind's time isn't known. */
  left(at: number, share: number): number | null {
    let seconds = 0;
    for (let index = at; index < this.cells.length; index++) {
      const expected = this.expected(this.cells[index].kind);
      if (expected === null) return null;
      seconds += index === at ? (1 - share) * expected : expected;
    }
    return seconds;
  }
}
