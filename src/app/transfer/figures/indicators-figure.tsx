/** Indicators of transferability side by side; the pair locked here is the one locked in the matrix. */
import { useMemo, useState, type ReactNode } from 'react';
import type { TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import { indicatorLayout, movePoint, pointAt } from '../../../views/transfer/indicator-layout.ts';
import { indicatorHighlight, indicatorMultiples } from '../../../views/transfer/indicator-multiples.ts';
import { indicatorName } from '../../../views/transfer/indicator-names.ts';
import {
  indicatorPointTable,
  indicatorTable,
  indicatorText,
  pointText,
} from '../../../views/transfer/indicator-words.ts';
import { Figure } from '../../controls/figure-card.tsx';
import { Segmented } from '../../controls/segmented.tsx';
import { SvgView } from '../../figures/svg-view.tsx';
import { useWidth } from '../../figures/use-size.ts';
import { lockPair, namedPair, useLink, useLinked, useLinkStore } from '../link-store.ts';
import { reportFiles } from '../report-files.ts';
import { LinkedPlot } from './linked-plot.tsx';

/** The report with the one likeness alone that was asked for; with all where there is none of that name. */
function only(report: TransferReport, scatter: string | null): TransferReport {
  const asked = report.indicators.filter((indicator) => indicatorName(indicator) === scatter);
  return asked.length === 0 ? report : { ...report, indicators: asked };
}

export function IndicatorsFigure({ report: whole }: { readonly report: TransferReport }): ReactNode {
  const store = useLinkStore();
  const scatter = useLink((state) => state.scatter);
  const report = useMemo(() => only(whole, scatter), [whole, scatter]);
  const [attach, width] = useWidth();
  const [keyPanel, setKeyPanel] = useState(0);
  const sort = useLink((state) => state.indicatorSort);
  const { task, hover, locked } = useLinked(report);
  const text = indicatorText(report);
  const layout = useMemo(() => indicatorLayout(report, sort, Math.max(1, width)), [report, sort, width]);
  const drawing = useMemo(
    () => <SvgView node={indicatorMultiples(report, sort, Math.max(1, width))} />,
    [report, sort, width],
  );
  const panel = layout.panels[Math.min(keyPanel, layout.panels.length - 1)];
  const onKey = (key: string): boolean => {
    const next = movePoint(panel, locked, key);
    if (next !== undefined) lockPair(store, namedPair(report, next));
    else if (key === 'PageDown') setKeyPanel(Math.min(layout.panels.length - 1, keyPanel + 1));
    else if (key === 'PageUp') setKeyPanel(Math.max(0, keyPanel - 1));
    else if (key === 'Escape') lockPair(store, null);
    else return false;
    return true;
  };
  return (
    <Figure
      className="figure-wide"
      text={text}
      table={() => indicatorTable(report, sort)}
      files={reportFiles(report, {
        name: 'indicators',
        text,
        table: () => indicatorPointTable(report),
        draw: (fileWidth) => indicatorMultiples(report, sort, fileWidth),
      })}
      controls={
        <>
          {report !== whole && (
            <button type="button" className="small" onClick={() => store.setState({ scatter: null })}>
              All {whole.indicators.length} scatters
            </button>
          )}
          <Segmented
            legend="Sort"
            value={sort}
            options={[
              ['given', 'as listed'],
              ['correlation', 'by ρ per target'],
            ]}
            onChange={(value) => store.setState({ indicatorSort: value })}
          />
        </>
      }
    >
      <LinkedPlot
        label={text.title}
        kind="small multiples of scatter plots"
        attach={attach}
        width={width}
        height={layout.height}
        drawing={drawing}
        marks={indicatorHighlight(layout, task, hover, locked)}
        hoverText={hover === null ? null : pointText(report, hover)}
        lockedText={locked === null ? null : pointText(report, locked)}
        invitation="Point at a pair to find it in every panel and in the matrix; click to lock it."
        keys={
          <>
            arrows move the locked pair in the panel of {indicatorName(panel.indicator)}, <kbd>PgUp</kbd>{' '}
            <kbd>PgDn</kbd> change the panel, <kbd>Esc</kbd> unlocks.
          </>
        }
        onPoint={(x, y) => {
          store.setState({ hoverPair: namedPair(report, pointAt(layout, x, y)) });
        }}
        onLeave={() => store.setState({ hoverPair: null })}
        onPick={(x, y) => {
          lockPair(store, namedPair(report, pointAt(layout, x, y)));
        }}
        onKey={onKey}
      />
    </Figure>
  );
}
