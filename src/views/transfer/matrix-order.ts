/** In which order the tasks stand on both axes of the matrix. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';

export type MatrixOrder = 'family' | 'cluster' | 'name';

export interface OrderedTasks {
  /** Positions in the report's `tasks`. */
  readonly order: readonly number[];
  /** Whether a gap goes before each of them: where a family begins. */
  readonly gapBefore: readonly boolean[];
}

/** The largest families come first, those of one size in the report's order; within one, and in `cluster`, alike tasks stand next to one another. */
export function orderTasks(report: TransferReport, mode: MatrixOrder): OrderedTasks {
  const all = report.tasks.map((_, i) => i);
  const distance = profileDistances(report);
  if (mode === 'cluster') return ungrouped(clusterOrder(all, distance));
  if (mode === 'name')
    return ungrouped(all.sort((a, b) => report.tasks[a].name.localeCompare(report.tasks[b].name, 'en')));
  const families = [...new Set(report.tasks.map(({ family }) => family))]
    .map((family) => all.filter((task) => report.tasks[task].family === family))
    .sort((a, b) => b.length - a.length)
    .map((members) => clusterOrder(members, distance));
  return {
    order: families.flat(),
    gapBefore: families.flatMap((members, f) => members.map((_, i) => f > 0 && i === 0)),
  };
}

function ungrouped(order: readonly number[]): OrderedTasks {
  return { order, gapBefore: order.map(() => false) };
}

/**
 * Root mean square difference of two tasks' relative performances, as sources (on the same targets) and as targets
 * (of the same sources). The measure shown does not matter, so that the order stays when it is changed.
 */
function profileDistances({ cells, tasks }: TransferReport): (a: number, b: number) => number {
  const valueOf = (target: number, source: number): number | null =>
    cells[target][source]?.relative.mean ?? null;
  return (a, b) => {
    const squares = tasks.flatMap((_, other) =>
      [
        [valueOf(other, a), valueOf(other, b)],
        [valueOf(a, other), valueOf(b, other)],
      ].flatMap(([x, y]) => (x === null || y === null ? [] : [(x - y) ** 2])),
    );
    // Tasks with nothing in common are further apart than any two that can be compared.
    return squares.length === 0
      ? 1e6
      : Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  };
}

/** Leaves of an average-linkage tree. Of two merged clusters the one with the earlier task comes first. */
export function clusterOrder(
  tasks: readonly number[],
  distance: (a: number, b: number) => number,
): readonly number[] {
  let clusters: readonly (readonly number[])[] = tasks.map((task) => [task]);
  const apart = (left: readonly number[], right: readonly number[]): number =>
    left.reduce((sum, a) => sum + right.reduce((inner, b) => inner + distance(a, b), 0), 0) /
    (left.length * right.length);
  while (clusters.length > 1) {
    let nearest = { left: 0, right: 1, apart: Infinity };
    clusters.forEach((left, i) =>
      clusters.slice(i + 1).forEach((right, j) => {
        const between = apart(left, right);
        if (between < nearest.apart) nearest = { left: i, right: i + 1 + j, apart: between };
      }),
    );
    const merged = [...clusters[nearest.left], ...clusters[nearest.right]];
    clusters = clusters
      .map((cluster, i) => (i === nearest.left ? merged : cluster))
      .filter((_, i) => i !== nearest.right);
  }
  return clusters.flat();
}
