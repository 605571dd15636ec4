/** The report of a sweep of readers. */
import { readRecord } from '../../experiment/reader/read-record.ts';
import type { HopAccuracies, ReadReport } from '../../experiment/reader/read-report.ts';
import type { Estimate } from '../../experiment/estimate.ts';
import { readReport } from '../../methods/reader/report/read-report.ts';
import type { ReportPrinter } from './report-printer.ts';

const percent = (share: number): string => (100 * share).toFixed(1);

function estimated(name: string, estimate: Estimate | null): string {
  if (estimate === null) return '';
  const { mean, interval } = estimate;
  const range = interval === null ? '' : ` [${percent(interval.low)}, ${percent(interval.high)}]`;
  return `  ${name} ${percent(mean)}${range}`;
}

const hops = ({ twoHop, oneHop }: HopAccuracies): string =>
  `${estimated('two hops', twoHop)}${estimated('one hop', oneHop)}`;

function lines(report: ReadReport): readonly string[] {
  const { data, chance, majority, parameters, seeds, variants, differences, activity, cost } = report;
  const guess =
    chance === null || majority === null
      ? ''
      : `; chance ${percent(chance)}, majority ${percent(majority)} %`;
  return [
    `${data.name}: ${String(data.train)} / ${String(data.dev)} / ${String(data.test)} questions, ${String(data.skipped)} left out${guess}`,
    `${String(parameters)} parameters; seeds ${seeds.join(', ')}`,
    ...variants.flatMap(({ name, test, dev, bestStep, stepMs }) =>
      stepMs === null
        ? []
        : [
            `${name.padEnd(13)} test${hops(test)}  dev${hops(dev)}  best step ${bestStep.map((step) => step ?? '–').join(' ')}  ${stepMs.toFixed(0)} ms a step`,
          ],
    ),
    ...differences.map(({ of, mean, perSeed }) => {
      const bySeed = perSeed.map((one) => (one === null ? '–' : percent(one))).join(' ');
      return `${of}: ${percent(mean)} points; by seed ${bySeed}`;
    }),
    ...activity.map(
      ({ layer, low, middle, high, activeTokens }) =>
        `${layer.padEnd(18)} activity to ⅓ ${percent(low)}, to ⅔ ${percent(middle)}, above ${percent(high)} % of tokens; ${activeTokens.toFixed(0)} active`,
    ),
    ...cost.map(({ length, mode, stepMs, peakBytes, fits }) => {
      const time =
        stepMs === null
          ? fits
            ? 'not measured'
            : 'does not fit a GPU binding'
          : `${stepMs.toFixed(0)} ms a step`;
      return `${String(length).padStart(5)} tokens, ${mode.padEnd(4)} ${(peakBytes / 2 ** 20).toFixed(0).padStart(5)} MiB  ${time}`;
    }),
    `${String(report.done)} of ${String(report.total)} cells computed`,
  ];
}

export const readPrinter: ReportPrinter = {
  options: [['--predictions', 'every answer to the test questions, of a sweep of readers']],
  print(swept, { predictions, asked }) {
    const report = readReport(readRecord(swept), { predictions: predictions === true });
    return {
      json: asked === undefined || asked === null ? report : { ...report, asked },
      lines: lines(report),
    };
  },
};
