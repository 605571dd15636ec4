/** A published matrix in the form of a report, so that it is shown by the same figures as one's own. */
import type { PublishedMatrix } from '../../data/published-matrices.ts';
import {
  recovery,
  relativePerformance,
  summariseTransfer,
} from '../../experiment/transfer/transfer-summary.ts';
import {
  NO_HEADLINE,
  NO_SECTIONS,
  type Estimate,
  type PairMean,
  type TransferCell,
  type TransferReport,
} from '../../experiment/transfer/transfer-report.ts';

/** One published run: no seeds, no interval. */
const single = (mean: number): Estimate => ({ mean, interval: null, seeds: [mean] });
const known = (mean: number | null): Estimate | null => (mean === null ? null : single(mean));

export function publishedReport(matrix: PublishedMatrix, source: string): TransferReport {
  const { plm, tasks, families, scores, random } = matrix;
  const relative = relativePerformance(scores);
  const recovered = recovery({ scores, random });
  const cells = scores.map((row, target) =>
    row.map((score, from): TransferCell => ({
      accuracy: single(score / 100),
      own: scores[target][target] / 100,
      relative: single(relative[target][from]),
      recovery: known(recovered[target][from]),
      difference: null,
      rows: 0,
      leaked: 0,
    })),
  );
  const summary = summariseTransfer(matrix);
  const pairMean = (type: 'sameType' | 'differentType'): PairMean => ({
    pairs: summary.pairs[type],
    relative: known(summary.relative[type]),
    recovery: known(summary.recovery[type]),
  });
  return {
    recipe: null,
    plm,
    start: 'shared',
    seeds: [1],
    tasks: tasks.map((name, index) => ({
      name,
      family: families[index],
      classes: 0,
      majority: NaN,
      testRows: 0,
      own: single(scores[index][index] / 100),
      random: known(random[index] === null ? null : random[index] / 100),
      noPrompt: null,
      toTransfer: { kind: 'unknown' },
    })),
    cells,
    headline: NO_HEADLINE,
    sameType: pairMean('sameType'),
    differentType: pairMean('differentType'),
    ...NO_SECTIONS,
    madeBy: source,
    engine: 'as published',
    done: tasks.length ** 2,
    total: tasks.length ** 2,
  };
}
