/** The report of a verbalize sweep. */
import { verbalizeRecord } from '../../experiment/verbalizer/verbalize-record.ts';
import type { VerbalizedTask, VerbalizeReport } from '../../experiment/verbalizer/verbalize-report.ts';
import { verbalizeReport } from '../../methods/verbalizer/report/verbalize-report.ts';
import type { ReportPrinter } from './report-printer.ts';

const percent = (share: number): string => (100 * share).toFixed(1);

function taskLines(task: VerbalizedTask): readonly string[] {
  const { rows, majority, table, differences, phases, supportCurve } = task;
  return [
    `${task.task}: ${String(rows)} test rows, majority ${percent(majority)} %, ${String(task.templates.length)} templates`,
    ...phases.map(
      ({ name, counts, rate }) =>
        `  words ${name.padEnd(10)} ${counts.join(' ')}${rate === undefined ? '' : ` (rate ${rate.toFixed(2)})`}`,
    ),
    ...table.map(({ variant, shots, accuracy, spread, best }) => {
      const interval =
        accuracy.interval === null
          ? ''
          : ` [${percent(accuracy.interval.low)}, ${percent(accuracy.interval.high)}]`;
      const name = shots === 0 ? variant : `${variant}, ${String(shots)} a class`;
      return `  ${name.padEnd(24)} ${percent(accuracy.mean)}${interval}${spread === null ? '' : ` ± ${percent(spread)}`}, best ${percent(best)}`;
    }),
    ...differences.map(({ from, to, shots, difference, interval }) => {
      const range = interval === null ? '' : ` [${percent(interval.low)}, ${percent(interval.high)}]`;
      const name = shots === 0 ? to : `${to}, ${String(shots)} a class,`;
      return `  ${name} − ${from}: ${percent(difference)}${range} points`;
    }),
    ...supportCurve.map(({ size, accuracy }) => `  support ${String(size)}: ${percent(accuracy.mean)}`),
  ];
}

function lines({
  plm,
  seeds,
  tasks,
  seconds,
  forwardSeconds,
  done,
  total,
}: VerbalizeReport): readonly string[] {
  return [
    `${plm}, frozen; seeds ${seeds.join(', ')}; ${String(done)} of ${String(total)} cells`,
    '',
    ...tasks.flatMap((task) => [...taskLines(task), '']),
    `scoring: ${seconds.toFixed(1)} s, ${percent(forwardSeconds / Math.max(seconds, Number.EPSILON))} % of it forward passes`,
  ];
}

export const verbalizePrinter: ReportPrinter = {
  options: [],
  print(swept) {
    const report = verbalizeReport(verbalizeRecord(swept));
    const [first, ...others] = report.tasks;
    // One task is the usual case: its fields stand by themselves, those of several in a list beside.
    return {
      json: others.length === 0 ? { ...report, ...first, tasks: undefined } : { ...report, ...first },
      lines: lines(report),
    };
  },
};
