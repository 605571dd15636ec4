/** What the place shows of a report at once: the matrix, the locked pair, which likeness foretells it. */
import { useCallback, useRef, type ReactNode } from 'react';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { TaskTraining } from '../../views/transfer/training-lines.ts';
import { FigurePlace } from '../controls/figure-card.tsx';
import { MATRIX_TITLE, MatrixPanel } from './matrix-panel.tsx';
import { NoPair, PairPanel, type PairPanelProps } from './pair-panel.tsx';
import { RankingPanel, type RankingPanelProps } from './ranking-panel.tsx';

export interface TransferBodyProps
  extends Pick<PairPanelProps, 'answers' | 'actions'>, Pick<RankingPanelProps, 'onScatter'> {
  readonly report: TransferReport;
  /** A task each, while the sweep is under way. */
  readonly training: readonly TaskTraining[] | null;
  /** What is computed now, shown while no pair is locked. */
  readonly now?: ReactNode;
}

export function TransferBody({ report, training, now, onScatter, ...pair }: TransferBodyProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const openPair = useCallback(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  if (report.tasks.length === 0)
    return (
      <FigurePlace
        title={MATRIX_TITLE}
        state={{
          kind: 'empty',
          why: 'Choose two tasks or more and start a sweep; the matrix fills cell by cell.',
        }}
      />
    );
  return (
    <div className="transfer-stage transfer">
      <MatrixPanel report={report} training={training} onOpen={openPair} />
      <div className="transfer-right">
        <PairPanel report={report} heading={heading} otherwise={now ?? <NoPair />} {...pair} />
        <RankingPanel report={report} onScatter={onScatter} />
      </div>
    </div>
  );
}
