/** The transfer matrix on the page: pointing previews, clicking or arrows lock, the locked pair is shown beside. */
import { useMemo, type ReactNode } from 'react';
import type { TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import type { TaskPair } from '../../../views/transfer/estimate-text.ts';
import { matrixLayout, movePair, pairAt, taskAt } from '../../../views/transfer/matrix-layout.ts';
import type { MatrixOrder } from '../../../views/transfer/matrix-order.ts';
import { cellText, matrixTable, matrixText, ORDER_NAMES } from '../../../views/transfer/matrix-words.ts';
import { matrixHighlight, transferMatrix } from '../../../views/transfer/transfer-matrix.ts';
import { MEASURES, type TransferMeasure } from '../../../views/transfer/transfer-measure.ts';
import { Figure } from '../../controls/figure-card.tsx';
import { currentPalette } from '../../figures/palette.ts';
import { Segmented } from '../../controls/segmented.tsx';
import { SvgView } from '../../figures/svg-view.tsx';
import { useWidth } from '../../figures/use-size.ts';
import { lockPair, namedPair, namedTask, useLink, useLinked, useLinkStore } from '../link-store.ts';
import { reportFiles } from '../report-files.ts';
import { useTheme } from '../../figures/use-theme.ts';
import { LinkedPlot } from './linked-plot.tsx';

const MEASURE_CHOICES: readonly (readonly [TransferMeasure, string])[] = [
  ['relative', 'relative'],
  ['recovery', MEASURES.recovery.name],
  ['accuracy', MEASURES.accuracy.name],
];
const ORDER_CHOICES: readonly (readonly [MatrixOrder, string])[] = [
  ['family', ORDER_NAMES.family],
  ['cluster', ORDER_NAMES.cluster],
  ['name', ORDER_NAMES.name],
];

export interface MatrixFigureProps {
  readonly report: TransferReport;
  /** What Enter on a locked cell does. */
  readonly onOpen: (pair: TaskPair) => void;
}

export function MatrixFigure({ report, onOpen }: MatrixFigureProps): ReactNode {
  const store = useLinkStore();
  const [attach, width] = useWidth();
  const measure = useLink((state) => state.measure);
  const order = useLink((state) => state.order);
  const { task, hover, locked } = useLinked(report);
  const theme = useTheme();
  const text = matrixText(report, measure, order);
  const layout = useMemo(() => matrixLayout(report, order, Math.max(1, width)), [report, order, width]);
  const drawing = useMemo(
    () => (
      <SvgView
        key={theme}
        node={transferMatrix({ report, measure, order }, Math.max(1, width), currentPalette())}
      />
    ),
    [report, measure, order, width, theme],
  );
  return (
    <Figure
      text={text}
      table={() => matrixTable(report, order)}
      files={reportFiles(report, {
        name: `matrix-${measure}`,
        text,
        table: () => matrixTable(report, order),
        draw: (fileWidth, palette) => transferMatrix({ report, measure, order }, fileWidth, palette),
      })}
      controls={
        <>
          <Segmented
            legend="Measure"
            value={measure}
            options={MEASURE_CHOICES}
            onChange={(value) => store.setState({ measure: value })}
          />
          <Segmented
            legend="Order"
            value={order}
            options={ORDER_CHOICES}
            onChange={(value) => store.setState({ order: value })}
          />
        </>
      }
    >
      <LinkedPlot
        label={text.title}
        kind="matrix"
        attach={attach}
        width={width}
        height={layout.height}
        drawing={drawing}
        marks={matrixHighlight(layout, { task, hover, locked })}
        hoverText={hover === null ? null : cellText(report, hover)}
        lockedText={locked === null ? null : cellText(report, locked)}
        invitation="Point at a cell to read it; click to lock it."
        keys={
          <>
            arrows move the locked cell, <kbd>Enter</kbd> opens its details, <kbd>Esc</kbd> unlocks.
          </>
        }
        onPoint={(x, y) =>
          store.setState({
            hoverPair: namedPair(report, pairAt(layout, x, y)),
            hoverTask: namedTask(report, taskAt(layout, x, y)),
          })
        }
        onLeave={() => store.setState({ hoverPair: null, hoverTask: null })}
        onPick={(x, y) => store.setState({ lockedPair: namedPair(report, pairAt(layout, x, y)) })}
        onKey={(key) => {
          const next = movePair(layout, locked, key);
          if (next !== undefined) lockPair(store, namedPair(report, next));
          else if (key === 'Escape') lockPair(store, null);
          else if (key === 'Enter' && locked !== null) onOpen(locked);
          else return false;
          return true;
        }}
      />
    </Figure>
  );
}
