/** All numbers of the sweep: the matrix by each measure and order, the locked pair in full, and what others published. */
import { useRef, type ReactNode } from 'react';
import { FigurePlace } from '../controls/figure-card.tsx';
import { useSweep } from '../lab-context.tsx';
import { FamilyMeans } from './family-means.tsx';
import { MatrixFigure } from './figures/matrix-figure.tsx';
import { PairInFull } from './pair-actions.tsx';
import { PairNumbers } from './pair-numbers.tsx';
import { PublishedBeside } from './published-beside.tsx';

export function TransferTables(): ReactNode {
  const report = useSweep((state) => state.report);
  const origin = useSweep((state) => state.origin);
  const pair = useRef<HTMLHeadingElement>(null);
  if (report === null || report.tasks.length === 0)
    return (
      <FigurePlace
        title="Whose soft prompt helps on which task?"
        state={{ kind: 'empty', why: 'Numbers are there as soon as a sweep has its first cell.' }}
      />
    );
  return (
    <>
      <div className="transfer figures">
        <MatrixFigure
          report={report}
          onOpen={() => {
            pair.current?.focus({ preventScroll: true });
            pair.current?.scrollIntoView({ block: 'start' });
          }}
        />
        <PairNumbers
          report={report}
          heading={pair}
          actions={({ source, target }) => (
            <PairInFull source={report.tasks[source].name} target={report.tasks[target].name} />
          )}
        />
        <FamilyMeans report={report} />
      </div>
      {origin !== 'published' && <PublishedBeside />}
    </>
  );
}
