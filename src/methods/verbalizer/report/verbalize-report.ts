/** What a verbalize sweep says; a sweep that is only begun says what is there. */
import { CHAIN } from '../../../experiment/verbalizer/cells/chain.ts';
import {
  verbalizeExperiment,
  type VerbalizeRecord,
} from '../../../experiment/verbalizer/verbalize-record.ts';
import type { VerbalizeReport } from '../../../experiment/verbalizer/verbalize-report.ts';
import { cellsOf } from '../../../experiment/sweep/list-cells.ts';
import { isFailed } from '../../../experiment/sweep/sweep-record.ts';
import { isResultOf } from '../../../experiment/sweep/cell-kind.ts';
import { reportTask } from './report-task.ts';

export function verbalizeReport(record: VerbalizeRecord): VerbalizeReport {
  const { recipe, parts, cells } = record;
  const results = Object.values(cells);
  // Of evaluations: what is learned takes steps too.
  const seconds = results.flatMap((result) => (isResultOf(CHAIN, result) ? [result.seconds] : []));
  const total = (at: 0 | 1): number => seconds.reduce((sum, one) => sum + one[at], 0);
  return {
    recipe,
    plm: recipe.plm,
    seeds: recipe.seeds,
    engine: parts.at(-1)?.engine.engine ?? 'cpu',
    tasks: recipe.tasks.flatMap((task) => reportTask(record, task) ?? []),
    seconds: total(0),
    forwardSeconds: total(1),
    done: results.filter((result) => !isFailed(result)).length,
    total: cellsOf(verbalizeExperiment, record).length,
  };
}
