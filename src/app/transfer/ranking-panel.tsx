/** Which likeness of two prompts foretells how well they transfer: all of them, ranked. A row opens its scatter. */
import { useMemo, useState, type ReactNode } from 'react';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { indicatorName } from '../../views/transfer/indicator-names.ts';
import {
  likenessRanking,
  rankingFacts,
  rankingLayout,
  rankingMark,
  rankingRowAt,
  rankingRowText,
  rankingTitle,
  whyNoRanking,
} from '../../views/transfer/likeness-ranking.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useSize } from '../figures/use-size.ts';
import { LinkedPlot } from './figures/linked-plot.tsx';
import { useIsWide } from './use-is-wide.ts';

export interface RankingPanelProps {
  readonly report: TransferReport;
  /** Opens the scatter of a likeness, by its published name; null for those of all. */
  readonly onScatter: (indicator: string | null) => void;
}

export function RankingPanel({ report, onScatter }: RankingPanelProps): ReactNode {
  const why = whyNoRanking(report);
  return (
    <section className="panel transfer-ranking" aria-labelledby="transfer-ranking-title">
      <div className="panel-head">
        <h2 id="transfer-ranking-title">
          {why === null ? rankingTitle(report) : 'Which likeness foretells it?'}
        </h2>
        {report.indicators.length > 0 && (
          <button type="button" className="small" onClick={() => onScatter(null)}>
            <span aria-hidden="true">▸</span> {report.indicators.length} scatters
          </button>
        )}
      </div>
      {why === null ? (
        <Ranking report={report} onScatter={onScatter} />
      ) : (
        <p className="transfer-waiting">{why}</p>
      )}
    </section>
  );
}

/** On a phone. */
const FEW = 5;

function Ranking({ report, onScatter }: RankingPanelProps): ReactNode {
  const [attach, size] = useSize();
  const isWide = useIsWide();
  const [hover, setHover] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const width = Math.max(1, size.width);
  const room = isWide ? size.height : null;
  const layout = useMemo(
    () => rankingLayout(report, width, room, room === null ? FEW : Infinity),
    [report, width, room],
  );
  const drawing = useMemo(() => <SvgView node={likenessRanking(layout)} />, [layout]);
  const { rows } = layout;
  const last = rows.length - 1;
  const moves: Readonly<Record<string, () => void>> = {
    ArrowUp: () => setChosen(Math.max(0, (chosen ?? 1) - 1)),
    ArrowDown: () => setChosen(Math.min(last, (chosen ?? -1) + 1)),
    Home: () => setChosen(0),
    End: () => setChosen(last),
    ...(chosen === null
      ? {}
      : {
          Enter: () => onScatter(indicatorName(rows[chosen].indicator)),
          Escape: () => setChosen(null),
        }),
  };
  const textOf = (row: number | null): string | null =>
    row === null || row > last ? null : rankingRowText(rows[row].indicator);
  const marked = hover ?? chosen;
  return (
    <>
      <LinkedPlot
        isSpoken
        label={rankingTitle(report)}
        kind="dot plot"
        attach={attach}
        width={size.width}
        height={layout.height}
        drawing={drawing}
        marks={marked === null || marked > last ? null : rankingMark(layout, marked)}
        hoverText={textOf(hover)}
        lockedText={textOf(chosen)}
        invitation="Click a likeness for its scatter."
        keys={
          <>
            up and down choose a likeness, <kbd>Enter</kbd> opens its scatter, <kbd>Esc</kbd> leaves it.
          </>
        }
        onPoint={(_, y) => setHover(rankingRowAt(layout, y))}
        onLeave={() => setHover(null)}
        onPick={(_, y) => {
          const row = rankingRowAt(layout, y);
          if (row !== null) onScatter(indicatorName(rows[row].indicator));
        }}
        onKey={(key) => {
          const move = moves[key];
          move?.();
          return move !== undefined;
        }}
      />
      <p className="quiet">{rankingFacts(report, rows.length)}</p>
    </>
  );
}
