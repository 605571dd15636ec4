/** How much each token of the label words counts in its class. */
import type { Verbalizer } from '../../text/verbalizer.ts';

/** Softmax of the weights among the tokens of each class, in place of equal shares: [tokens × classes], row-major. */
export function weightedClassWords(
  { labels, classWordMatrix }: Pick<Verbalizer, 'labels' | 'classWordMatrix'>,
  weights: Float32Array,
): Float32Array {
  const classes = labels.length;
  const powers = Float32Array.from(classWordMatrix, (share, at) =>
    share === 0 ? 0 : share * Math.exp(weights[Math.floor(at / classes)]),
  );
  const sums = new Float64Array(classes);
  powers.forEach((power, at) => (sums[at % classes] += power));
  return powers.map((power, at) => power / sums[at % classes]);
}
