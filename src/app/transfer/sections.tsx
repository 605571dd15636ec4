/** What a report says beyond its matrix, a section each: what it asks, how to get its data, and the figure of it. */
import type { ReactNode } from 'react';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { FigurePlace } from '../controls/figure-card.tsx';
import { ArithmeticFigure } from './figures/arithmetic-figure.tsx';
import { IndicatorsFigure } from './figures/indicators-figure.tsx';
import { InitialisationFigure } from './figures/initialisation-figure.tsx';
import { MaskingFigure } from './figures/masking-figure.tsx';
import { OverlapFigure } from './figures/overlap-figure.tsx';
import { OverlapStepsFigure } from './figures/overlap-steps-figure.tsx';
import { ProjectionFigures } from './figures/projection-figure.tsx';
import { RecommendationFigure } from './figures/recommendation-figure.tsx';

export interface Section {
  readonly title: string;
  /** What to do for the data. */
  readonly why: string;
  readonly isThere: (report: TransferReport) => boolean;
  readonly figure: (props: { readonly report: TransferReport }) => ReactNode;
}

export const SECTIONS = {
  scatters: {
    title: 'Which similarity of two prompts foretells how well they transfer?',
    why: 'Indicators are computed as soon as the sweep has trained the prompts of two tasks.',
    isThere: ({ indicators }) => indicators.length > 0,
    figure: IndicatorsFigure,
  },
  neurons: {
    title: 'Which neurons do two prompts both fire?',
    why: 'Activations are read as soon as the sweep has trained the prompts of two tasks.',
    isThere: ({ neurons }) => neurons.length >= 2,
    figure: OverlapFigure,
  },
  overlap: {
    title: 'When do two tasks’ prompts come to use different neurons?',
    why: 'Neurons are kept at each dev evaluation of a training; two tasks’ prompts from one start are compared by them.',
    isThere: ({ overlapOverSteps }) => overlapOverSteps.length > 0,
    figure: OverlapStepsFigure,
  },
  recommendation: {
    title: 'Which prompt should a new task start from?',
    why: 'Tick “Take each task for a new one” in a sweep of your own to rank the other tasks’ prompts for it.',
    isThere: ({ recommendations }) => recommendations.length > 0,
    figure: RecommendationFigure,
  },
  initialisation: {
    title: 'Does a task learn faster from another task’s prompt?',
    why: 'Tick “Start each target from a neighbour’s prompt too” in a sweep of your own to see how much sooner it is trained.',
    isThere: ({ initialisation }) => initialisation.length > 0,
    figure: InitialisationFigure,
  },
  masking: {
    title: 'Does a prompt need the neurons that it fires?',
    why: 'Tick “Switch off the neurons” in a sweep of your own to measure with growing shares of them off.',
    isThere: ({ masking }) => masking.length > 0,
    figure: MaskingFigure,
  },
  projection: {
    title: 'Does a projector carry prompts over to another PLM?',
    why: 'Choose “Project the prompts to another PLM” in a sweep of your own to score every projected prompt with its controls.',
    isThere: ({ projections }) => projections.length > 0,
    figure: ProjectionFigures,
  },
  arithmetic: {
    title: 'Can what training added to a start be moved, scaled and summed?',
    why: 'Tick “Move, scale and add what training added” in a sweep of your own to score such sums beside random vectors.',
    isThere: ({ arithmetic }) => arithmetic.length > 0,
    figure: ArithmeticFigure,
  },
} as const satisfies Readonly<Record<string, Section>>;

export type SectionId = keyof typeof SECTIONS;

export interface SectionViewProps {
  readonly section: SectionId;
  /** null while no sweep is shown. */
  readonly report: TransferReport | null;
}

export function SectionView({ section, report }: SectionViewProps): ReactNode {
  const { title, why, isThere, figure: SectionFigure }: Section = SECTIONS[section];
  return report !== null && isThere(report) ? (
    <SectionFigure report={report} />
  ) : (
    <FigurePlace title={title} state={{ kind: 'empty', why }} />
  );
}
