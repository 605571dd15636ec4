/** The report of a transfer sweep. */
import { toJsonNumbers } from '../../experiment/number-codec.ts';
import { transferRecord } from '../../experiment/transfer/transfer-record.ts';
import { scoringCost } from '../../methods/transfer/report/scoring-cost.ts';
import { transferReport } from '../../methods/transfer/report/transfer-report.ts';
import { choiceOption } from '../output.ts';
import type { ReportPrinter } from './report-printer.ts';
import { transferLines } from './transfer-lines.ts';

export const transferPrinter: ReportPrinter = {
  options: [['--start <kind>', 'shared or own: which prompts, where the sweep has both']],
  print(swept, { start: asked }) {
    const record = transferRecord(swept);
    const { starts } = record.recipe;
    const start = typeof asked === 'string' ? choiceOption('--start', asked, starts) : starts[0];
    const report = transferReport(record, start);
    const scoring = scoringCost(record);
    const neurons = report.neurons.map((one) => ({ ...one, values: toJsonNumbers(one.values) }));
    const { cells, seconds, forwardShare } = scoring;
    const cost = `scoring: ${String(cells)} cells in ${seconds.toFixed(1)} s`;
    return {
      json: { ...report, neurons, scoring },
      lines: [
        ...transferLines(report),
        ...(forwardShare === null
          ? []
          : [`${cost}, ${(100 * forwardShare).toFixed(1)} % of it forward passes`]),
      ],
    };
  },
};
