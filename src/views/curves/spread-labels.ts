/** Moves labels apart that would lie on one another, keeping their order and staying inside. */
export function spreadLabels(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number,
): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const placed = wanted.map((y) => Math.max(low, Math.min(high, y)));
  order.forEach((at, i) => {
    if (i > 0) placed[at] = Math.max(placed[at], placed[order[i - 1]] + gap);
  });
  // What was pushed below the edge pushes the others back up.
  for (let i = order.length - 1; i >= 0; i -= 1) {
    const limit = i === order.length - 1 ? high : placed[order[i + 1]] - gap;
    placed[order[i]] = Math.min(placed[order[i]], limit);
  }
  return placed;
}
