/** The stages in words: their question, facts, each one as it is announced, and the table twin. */
import type { ReportedStage } from '../../experiment/progressive/growth-report.ts';
import type { FigureText } from '../standalone-svg.ts';
import { formatValue, type TableTwin } from '../table-twin.ts';
import { plannedCost, stepsIn, type DrawnStage, type StagesInput } from './stage-input.ts';

export const STAGES_TITLE = 'How big is the model at each step?';

const wholePercent = (share: number): string => `${String(Math.round(100 * share))} %`;

export const costWords = (share: number | null): string =>
  share === null ? 'not predicted yet' : `${wholePercent(share)} of the full run`;

export function stagesText(input: StagesInput): FigureText {
  const { stages, depth, widest } = input;
  return {
    title: STAGES_TITLE,
    facts: `${String(stages.length)} ${stages.length === 1 ? 'stage' : 'stages'}, ${String(stepsIn(input))} steps · whole: ${String(depth)} layers × ${String(widest)} neurons · cost ${costWords(plannedCost(input))}`,
    howToRead:
      'Each column: the layers kept in a stage, as wide as their neurons; dashed ones are left out. Below: cost of a step.',
  };
}

/** A stage as it is announced. */
export function stageText({ layers, neurons, from, to, relativeFlops }: DrawnStage, index: number): string {
  const cost =
    relativeFlops === null
      ? 'cost not predicted yet'
      : `a step costs ${wholePercent(relativeFlops)} of one on the whole model`;
  return `Stage ${String(index + 1)}: steps ${String(from)} to ${String(to)} with ${String(layers.length)} layers of ${String(neurons)} neurons, ${cost}`;
}

export function stagesTable({ stages }: StagesInput): TableTwin {
  return {
    caption: STAGES_TITLE,
    columns: ['stage', 'from step', 'to step', 'layers', 'kept layers', 'neurons', 'cost of a step, %'],
    rows: stages.map(({ layers, neurons, from, to, relativeFlops }, index) => [
      index + 1,
      from,
      to,
      layers.length,
      layers.map((layer) => String(layer + 1)).join(' '),
      neurons,
      relativeFlops === null ? null : formatValue(100 * relativeFlops, 1),
    ]),
  };
}

const milliseconds = (value: number | null): string | null => (value === null ? null : formatValue(value, 1));

/** What was measured of each stage of a run, beside what was predicted. */
export function measuredStagesTable(stages: readonly ReportedStage[]): TableTwin {
  return {
    caption: 'Stages as they were measured',
    columns: [
      'stage',
      'layers × neurons',
      'steps planned',
      'steps taken, by seed',
      'FLOPs a step, predicted, 10⁶',
      'FLOPs a step, counted, 10⁶',
      'of the whole, %',
      'closed form, %',
      'seconds',
      'compiling, ms',
      'warm-up, ms',
      'switch, ms',
    ],
    rows: stages.map((stage, index) => [
      index + 1,
      `${String(stage.layers.length)} × ${String(stage.neurons)}`,
      stage.steps,
      stage.stepsTaken.map((taken) => (taken === null ? '—' : String(taken))).join(' '),
      millions(stage.flopsPerStep.predicted),
      millions(stage.flopsPerStep.counted),
      stage.relativeFlops === null ? null : formatValue(100 * stage.relativeFlops, 1),
      formatValue(100 * stage.closedFormRelative, 1),
      stage.seconds === null ? null : formatValue(stage.seconds.mean, 1),
      milliseconds(stage.compileMs),
      milliseconds(stage.warmUpMs),
      milliseconds(stage.switchMs),
    ]),
  };
}

const millions = (flops: number | null): string | null =>
  flops === null ? null : formatValue(flops / 1e6, 1);
