/** The report of a sweep of growing PLMs. */
import { growthRecord } from '../../experiment/progressive/growth-record.ts';
import { growthReport } from '../../methods/progressive/report/growth-report.ts';
import { choiceOption } from '../output.ts';
import { growthLines } from './grow-lines.ts';
import type { ReportPrinter } from './report-printer.ts';

export const growthPrinter: ReportPrinter = {
  options: [['--task <name>', 'which task, where a sweep of growing PLMs has several']],
  print(swept, { task: asked }) {
    const record = growthRecord(swept);
    const { tasks } = record.recipe;
    const task = typeof asked === 'string' ? choiceOption('--task', asked, tasks) : tasks[0];
    const report = growthReport(record, task);
    return { json: report, lines: growthLines(report) };
  },
};
