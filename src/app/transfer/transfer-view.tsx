/** The body of the Transfer page: everything that a report of a transfer sweep says, as linked figures. */
import { useCallback, useRef, type ReactNode } from 'react';
import type { TransferReport } from '../../experiment/transfer-report.ts';
import type { TaskPair } from '../../views/transfer/estimate-text.ts';
import { EmptyFigure } from '../figures/empty-figure.tsx';
import { IndicatorsFigure } from './figures/indicators-figure.tsx';
import { MatrixFigure } from './figures/matrix-figure.tsx';
import { Headline } from './headline.tsx';
import { LinkContext, type LinkStore } from './link-store.ts';
import { PairPanel } from './pair-panel.tsx';

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
      <EmptyFigure
        title="Whose soft prompt helps on which task?"
        why="Choose two tasks or more and start a sweep; the matrix fills cell by cell."
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
        {report.indicators.length === 0 ? (
          <EmptyFigure
            title="Which similarity of two prompts foretells how well they transfer?"
            why="Indicators are computed as soon as the sweep has trained the prompts of two tasks."
          />
        ) : (
          <IndicatorsFigure report={report} />
        )}
      </div>
    </LinkContext>
  );
}
