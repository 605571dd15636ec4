/** The body of the Transfer page: everything that a report of a transfer sweep says, as linked figures. */
import { FigurePlace } from '../controls/figure-card.tsx';
import { useCallback, useRef, type ReactNode } from 'react';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { TaskPair } from '../../views/transfer/estimate-text.ts';
import { IndicatorsFigure } from './figures/indicators-figure.tsx';
import { InitialisationFigure } from './figures/initialisation-figure.tsx';
import { MaskingFigure } from './figures/masking-figure.tsx';
import { MatrixFigure } from './figures/matrix-figure.tsx';
import { OverlapFigure } from './figures/overlap-figure.tsx';
import { OverlapStepsFigure } from './figures/overlap-steps-figure.tsx';
import { ProjectionFigures } from './figures/projection-figure.tsx';
import { RecommendationFigure } from './figures/recommendation-figure.tsx';
import { Headline } from './headline.tsx';
import { LinkContext, type LinkStore } from './link-store.ts';
import { PairPanel } from './pair-panel.tsx';

/** A part of the page below the matrix: what it asks, how to get its data, and the figure of it. */
interface Section {
  readonly title: string;
  /** What to do for the data; null for a part that is left out without it. */
  readonly why: string | null;
  readonly isThere: (report: TransferReport) => boolean;
  readonly figure: (props: { readonly report: TransferReport }) => ReactNode;
}

const SECTIONS: readonly Section[] = [
  {
    title: 'Which similarity of two prompts foretells how well they transfer?',
    why: 'Indicators are computed as soon as the sweep has trained the prompts of two tasks.',
    isThere: ({ indicators }) => indicators.length > 0,
    figure: IndicatorsFigure,
  },
  {
    title: 'Which neurons do two prompts both fire?',
    why: 'Activations are read as soon as the sweep has trained the prompts of two tasks.',
    isThere: ({ neurons }) => neurons.length >= 2,
    figure: OverlapFigure,
  },
  {
    title: 'When do two tasks’ prompts come to use different neurons?',
    why: null,
    isThere: ({ overlapOverSteps }) => overlapOverSteps.length > 0,
    figure: OverlapStepsFigure,
  },
  {
    title: 'Which prompt should a new task start from?',
    why: 'Tick “Take each task for a new one” in a sweep of your own to rank the other tasks’ prompts for it.',
    isThere: ({ recommendations }) => recommendations.length > 0,
    figure: RecommendationFigure,
  },
  {
    title: 'Does a task learn faster from another task’s prompt?',
    why: 'Tick “Start each target from a neighbour’s prompt too” in a sweep of your own to see how much sooner it is trained.',
    isThere: ({ initialisation }) => initialisation.length > 0,
    figure: InitialisationFigure,
  },
  {
    title: 'Does a prompt need the neurons that it fires?',
    why: 'Tick “Switch off the neurons” in a sweep of your own to measure with growing shares of them off.',
    isThere: ({ masking }) => masking.length > 0,
    figure: MaskingFigure,
  },
  {
    title: 'Does a projector carry prompts over to another PLM?',
    why: 'Choose “Project the prompts to another PLM” in a sweep of your own to score every projected prompt with its controls.',
    isThere: ({ projections }) => projections.length > 0,
    figure: ProjectionFigures,
  },
];

function SectionView(props: { readonly section: Section; readonly report: TransferReport }): ReactNode {
  const { title, why, isThere, figure: SectionFigure } = props.section;
  if (isThere(props.report)) return <SectionFigure report={props.report} />;
  return why === null ? null : <FigurePlace title={title} state={{ kind: 'empty', why: why }} />;
}

export interface TransferViewProps {
  readonly report: TransferReport;
  /** Made once a page, so that what is locked outlives a report. */
  readonly link: LinkStore;
  /** Further ways on from the locked pair, such as to its run or its examples. */
  readonly pairActions?: (pair: TaskPair) => ReactNode;
}

export function TransferView({ report, link, pairActions }: TransferViewProps): ReactNode {
  const pairHeading = useRef<HTMLHeadingElement>(null);
  const openPair = useCallback(() => {
    pairHeading.current?.focus({ preventScroll: true });
    pairHeading.current?.scrollIntoView({ block: 'start' });
  }, []);
  if (report.tasks.length === 0) {
    return (
      <FigurePlace
        title="Whose soft prompt helps on which task?"
        state={{
          kind: 'empty',
          why: 'Choose two tasks or more and start a sweep; the matrix fills cell by cell.',
        }}
      />
    );
  }
  return (
    <LinkContext value={link}>
      <div className="transfer figures">
        <Headline report={report} />
        <MatrixFigure report={report} onOpen={openPair} />
        <PairPanel
          report={report}
          heading={pairHeading}
          {...(pairActions === undefined ? {} : { actions: pairActions })}
        />
        {SECTIONS.map((section) => (
          <SectionView key={section.title} section={section} report={report} />
        ))}
      </div>
    </LinkContext>
  );
}
