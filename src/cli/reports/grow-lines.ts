/** The report of a growing PLM for people, line by line. */
import type { GrowthReport, ReportedStage } from '../../experiment/progressive/growth-report.ts';
import type { Interval } from '../../experiment/statistics.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const points = (difference: number): string =>
  `${difference >= 0 ? '+' : ''}${(100 * difference).toFixed(1)}`;

const between = (interval: Interval | null, text: (value: number) => string): string =>
  interval === null ? '' : ` [${text(interval.low)}, ${text(interval.high)}]`;

const milliseconds = (value: number | null): string => (value === null ? '–' : `${value.toFixed(0)} ms`);

function stageLine(stage: ReportedStage, index: number): string {
  const { layers, neurons, from, to, relativeFlops, seconds, compileMs, warmUpMs, switchMs } = stage;
  const flops = relativeFlops === null ? '' : `, ${percent(relativeFlops)} of the whole PLM’s operations`;
  const took =
    seconds === null
      ? ''
      : `; ${seconds.mean.toFixed(1)} s (compiling ${milliseconds(compileMs)}, first run ${milliseconds(warmUpMs)}, switch ${milliseconds(switchMs)})`;
  return `stage ${String(index + 1)}, steps ${String(from)} to ${String(to)}: layers ${layers.join(' ')} × ${String(neurons)} neurons${flops}${took}`;
}

export function growthLines(report: GrowthReport): readonly string[] {
  const { plm, task, seeds, schedule, stages, cost, arms, differences, majority, similarity, done, total } =
    report;
  const costs = Object.entries({ operations: cost.flops, seconds: cost.seconds }).flatMap(([what, one]) =>
    one === null ? [] : [`${percent(one.relative)} of the ${what}`],
  );
  return [
    `${plm} on ${task}, ${String(seeds.length)} ${seeds.length === 1 ? 'seed' : 'seeds'}, rate ${schedule} over each run’s own steps; majority ${percent(majority)}`,
    ...stages.map(stageLine),
    ...(costs.length === 0
      ? []
      : [`growing takes ${costs.join(' and ')} of training the whole PLM for as many steps`]),
    ...arms.flatMap(({ name, steps, test, flops, seconds }) =>
      test === null
        ? []
        : [
            `${name.padEnd(13)} ${String(steps).padStart(5)} steps  test ${percent(test.mean)}${between(test.interval, percent)}  ${(flops / 1e12).toFixed(2)} TFLOP  ${seconds.toFixed(1)} s`,
          ],
    ),
    ...differences.map(
      ({ of, mean, interval, perSeed }) =>
        `${of}: ${points(mean)} points${between(interval, points)}; by seed ${perSeed.map((one) => (one === null ? '–' : points(one))).join(' ')}`,
    ),
    ...similarity.map(
      ({ between: [one, other], C_concat, C_average, otherStart, neuronOverlap: on }) =>
        `prompts of stages ${String(one + 1)} and ${String(other + 1)}: C_concat ${C_concat.toFixed(2)}, C_average ${C_average.toFixed(2)}${otherStart === null ? '' : `, from another start C_concat ${otherStart.toFixed(2)}`}${on === null ? '' : `, neurons ON ${on.toFixed(2)}`}`,
    ),
    `${String(done)} of ${String(total)} cells computed`,
  ];
}
