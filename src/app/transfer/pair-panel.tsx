/** The locked pair: on a ruler from random to own, in a sentence, and the way on from it. */
import type { ReactNode, Ref } from 'react';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { TaskPair } from '../../views/transfer/estimate-text.ts';
import { pairRuler, RULER_HEIGHT } from '../../views/transfer/pair-ruler.ts';
import { broughtText, relationText } from '../../views/transfer/pair-words.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useWidth } from '../figures/use-size.ts';
import { useLinked } from './link-store.ts';

export interface PairPanelProps {
  readonly report: TransferReport;
  /** Takes the focus when the pair is opened by keyboard. */
  readonly heading: Ref<HTMLHeadingElement>;
  /** How the answers change, to be read after the share of the gain. */
  readonly answers?: (pair: TaskPair) => ReactNode;
  /** The way on from a pair. */
  readonly actions?: (pair: TaskPair) => ReactNode;
  /** In place of a pair while none is locked. */
  readonly otherwise: ReactNode;
}

export function PairPanel({ report, heading, answers, actions, otherwise }: PairPanelProps): ReactNode {
  const [attach, width] = useWidth();
  const { hover, locked } = useLinked(report);
  const pair = hover ?? locked;
  if (pair === null) return otherwise;
  const source = report.tasks[pair.source].name;
  const target = report.tasks[pair.target].name;
  return (
    <section className="panel transfer-pair" aria-labelledby="transfer-pair-title">
      <div className="panel-head">
        <h2 id="transfer-pair-title" ref={heading} tabIndex={-1}>
          {source}’s prompt on {target}
        </h2>
        <p className="quiet">{relationText(report, pair)}</p>
      </div>
      <div ref={attach} className="transfer-ruler" style={{ minHeight: RULER_HEIGHT }}>
        {width > 0 && <SvgView node={pairRuler(report, pair, width)} />}
      </div>
      <div className="transfer-pair-words">
        <p>
          {broughtText(report, pair)} {answers?.(pair)}
        </p>
        {actions?.(pair)}
      </div>
    </section>
  );
}

/** Where a pair will be. */
export function NoPair(): ReactNode {
  return (
    <section className="panel transfer-pair">
      <div className="panel-head">
        <h2>One pair</h2>
      </div>
      <p className="quiet">Click a cell of the matrix to see what one task’s prompt brings on another.</p>
    </section>
  );
}
