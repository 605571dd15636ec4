/** Which machines’ parts of a sweep have to be run again. */
import type { Experiment } from './experiment.ts';
import { cellsOf, idOf, shardOf } from './list-cells.ts';
import { isFailed, type SweepRecord } from './sweep-record.ts';

/**
 * Shards (from 1) of `count` with a cell that no record has computed; all of them where there is no record, since what
 * cells there are is known from one.
 * @param records parts of one sweep, however it was cut
 */
export function missingShards(
  experiment: Experiment,
  records: readonly SweepRecord[],
  count: number,
): readonly number[] {
  const shards = Array.from({ length: count }, (_, index) => index + 1);
  const first = records.at(0);
  if (first === undefined) return shards;
  const computed = new Set(
    records.flatMap(({ cells }) =>
      Object.entries(cells).flatMap(([id, result]) => (isFailed(result) ? [] : [id])),
    ),
  );
  const all = cellsOf(experiment, first);
  return shards.filter((shard) =>
    shardOf(experiment, all, first.recipe, shard, count).some(
      (cell) => !computed.has(idOf(experiment, cell)),
    ),
  );
}
