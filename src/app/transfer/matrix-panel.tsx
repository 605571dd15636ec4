/** The matrix in blocks as the place's first picture: pointing previews, clicking or arrows lock a pair. */
import { useMemo, type ReactNode } from 'react';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { blockHighlight } from '../../views/transfer/block-highlight.ts';
import { blockLayout, blockPairAt, moveInBlocks } from '../../views/transfer/block-layout.ts';
import { blockMatrix } from '../../views/transfer/block-matrix.ts';
import { cellText } from '../../views/transfer/matrix-words.ts';
import type { TaskTraining } from '../../views/transfer/training-lines.ts';
import { MEASURE_ORDER, MEASURES } from '../../views/transfer/transfer-measure.ts';
import { Segmented } from '../controls/segmented.tsx';
import { currentPalette } from '../figures/palette.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useSize } from '../figures/use-size.ts';
import { LinkedPlot } from './figures/linked-plot.tsx';
import { lockPair, namedPair, useLink, useLinked, useLinkStore } from './link-store.ts';
import { useIsWide } from './use-is-wide.ts';
import { useTheme } from '../figures/use-theme.ts';

export const MATRIX_TITLE = 'Whose prompt helps on which task?';
const MEASURE_CHOICES = MEASURE_ORDER.map((measure) => [measure, MEASURES[measure].plain] as const);

export interface MatrixPanelProps {
  readonly report: TransferReport;
  /** A task each, while the sweep is under way. */
  readonly training: readonly TaskTraining[] | null;
  /** What Enter on the locked cell does. */
  readonly onOpen: () => void;
}

export function MatrixPanel({ report, training, onOpen }: MatrixPanelProps): ReactNode {
  const store = useLinkStore();
  const [attach, size] = useSize();
  const isWide = useIsWide();
  const theme = useTheme();
  const measure = useLink((state) => state.measure);
  const { task, hover, locked } = useLinked(report);
  const width = Math.max(1, size.width);
  const room = isWide ? size.height : null;
  const layout = useMemo(() => blockLayout(report, measure, width, room), [report, measure, width, room]);
  const [source, target] = [locked?.source ?? null, locked?.target ?? null];
  const drawing = useMemo(() => {
    const pair = source === null || target === null ? null : { source, target };
    const input = { report, measure, locked: pair, training };
    return <SvgView key={theme} node={blockMatrix(input, { width, room }, currentPalette())} />;
  }, [report, measure, training, source, target, width, room, theme]);
  return (
    <section className="panel transfer-matrix" aria-labelledby="transfer-matrix-title">
      <div className="panel-head">
        <h2 id="transfer-matrix-title">{MATRIX_TITLE}</h2>
        <Segmented
          legend="Measure"
          value={measure}
          options={MEASURE_CHOICES}
          onChange={(value) => store.setState({ measure: value })}
        />
      </div>
      <LinkedPlot
        isSpoken
        label={MATRIX_TITLE}
        kind="matrix"
        attach={attach}
        width={size.width}
        height={layout.height}
        drawing={drawing}
        marks={blockHighlight(layout, { task, hover, locked })}
        hoverText={hover === null ? null : cellText(report, hover)}
        lockedText={locked === null ? null : cellText(report, locked)}
        invitation="Point at a cell to read it; click to lock it."
        keys={
          <>
            arrows move the locked cell, <kbd>Enter</kbd> locks it or goes to its pair, <kbd>Esc</kbd>{' '}
            unlocks.
          </>
        }
        onPoint={(x, y) => store.setState({ hoverPair: namedPair(report, blockPairAt(layout, x, y)) })}
        onLeave={() => store.setState({ hoverPair: null })}
        onPick={(x, y) => {
          const pair = blockPairAt(layout, x, y);
          if (pair !== null) lockPair(store, namedPair(report, pair));
        }}
        onKey={(key) => {
          const next = moveInBlocks(layout, locked, key);
          if (next !== undefined) lockPair(store, namedPair(report, next));
          else if (key === 'Escape' && locked !== null) lockPair(store, null);
          else if (key === 'Enter' && locked !== null) onOpen();
          else if (key === 'Enter') lockPair(store, namedPair(report, hover ?? { source: 0, target: 0 }));
          else return false;
          return true;
        }}
      />
    </section>
  );
}
