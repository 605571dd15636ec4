/** The neurons of two prompts: cells as pixels of a canvas, axes and marks as SVG over it. */
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { NeuronReport, TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import { cellOutline } from '../../../views/activations/heatmap-frame.ts';
import { isMoveKey, moveCell, type LockedCell } from '../../../views/activations/move-cell.ts';
import { columnOf } from '../../../views/activations/neuron-range.ts';
import { heatmapRamps, panelPixels } from '../../../views/activations/panel-colours.ts';
import { svg } from '../../../views/svg-node.ts';
import type { TaskPair } from '../../../views/transfer/estimate-text.ts';
import {
  neuronOverlap,
  OVERLAP_LEGEND,
  overlapCellText,
  overlapFrameNodes,
  overlapHeight,
  overlapScene,
  overlapTable,
  overlapText,
} from '../../../views/transfer/neuron-overlap.ts';
import { Figure } from '../../controls/figure-card.tsx';
import { currentPalette } from '../../figures/palette.ts';
import { SvgView } from '../../figures/svg-view.tsx';
import { useWidth } from '../../figures/use-size.ts';
import { taskIn, useLink, useLinked, useLinkStore } from '../link-store.ts';
import { reportFiles } from '../report-files.ts';
import { useTheme } from '../../figures/use-theme.ts';
import { Choice } from './choice.tsx';
import { LinkedPlot } from './linked-plot.tsx';

/** The two prompts to compare: those chosen, else those of the locked pair, else the first two. */
function chosenTwo(
  report: TransferReport,
  chosen: readonly [string, string] | null,
  pair: TaskPair | null,
): readonly [NeuronReport, NeuronReport] {
  const { neurons } = report;
  const of = (task: number | null | undefined): NeuronReport | undefined =>
    neurons.find((one) => one.task === task);
  const named = chosen?.map((name) => taskIn(report, name)) ?? [];
  const first = of(named.at(0)) ?? of(pair?.source) ?? neurons[0];
  const second =
    of(named.at(1)) ?? of(pair?.target) ?? neurons.find(({ task }) => task !== first.task) ?? neurons[0];
  return [first, second];
}

export function OverlapFigure({ report }: { readonly report: TransferReport }): ReactNode {
  const store = useLinkStore();
  const theme = useTheme();
  const [attach, width] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hover, setHover] = useState<LockedCell | null>(null);
  const [locked, setLocked] = useState<LockedCell | null>(null);
  const chosen = useLink((state) => state.overlap);
  const { locked: pair } = useLinked(report);
  const [first, second] = chosenTwo(report, chosen, pair);
  const input = useMemo(() => ({ report, first, second }), [report, first, second]);
  const scene = useMemo(() => overlapScene(input, Math.max(160, width)), [input, width]);
  const { layout, cells, frame } = scene;
  const text = overlapText(input);
  const visible = width >= 80;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined) return;
    canvas.current.width = cells.columns;
    canvas.current.height = cells.layers;
    const pixels = panelPixels(cells, 1, heatmapRamps(currentPalette()));
    context.putImageData(new ImageData(pixels, cells.columns, cells.layers), 0, 0);
  }, [cells, theme, visible]);

  const cellAt = (x: number, y: number): LockedCell | null => {
    const row = Math.floor((y - OVERLAP_LEGEND) / layout.rowHeight);
    const column = Math.floor(((x - layout.left) / (layout.right - layout.left)) * cells.columns);
    if (row < 0 || row >= frame.layers || column < 0 || column >= cells.columns) return null;
    return { layer: frame.layers - 1 - row, neuron: cells.starts[column] };
  };
  const textOf = (cell: LockedCell | null): string | null => {
    const column = cell === null ? null : columnOf(cell.neuron, cells.starts);
    if (cell === null || column === null || cell.layer >= frame.layers) return null;
    return overlapCellText(input, cell.layer, cells.starts[column], cells.starts[column + 1]);
  };
  const choose = (one: number, other: number): void =>
    store.setState({ overlap: [report.tasks[one].name, report.tasks[other].name] });
  const options = report.neurons.map(({ task }) => [task, report.tasks[task].name] as const);
  return (
    <Figure
      className="figure-wide"
      text={text}
      table={() => overlapTable(input)}
      files={reportFiles(report, {
        name: `neurons-${report.tasks[first.task].name}-${report.tasks[second.task].name}`,
        text,
        table: () => overlapTable(input),
        draw: (fileWidth, palette) => neuronOverlap(input, fileWidth, palette),
      })}
      controls={
        <>
          <Choice
            label="First prompt"
            value={first.task}
            options={options}
            onChange={(task) => choose(task, second.task)}
          />
          <Choice
            label="Second prompt"
            value={second.task}
            options={options}
            onChange={(task) => choose(first.task, task)}
          />
          <button
            type="button"
            className="small"
            disabled={chosen === null}
            onClick={() => store.setState({ overlap: null })}
          >
            Follow the locked pair
          </button>
        </>
      }
    >
      <LinkedPlot
        label={text.title}
        kind="heatmap"
        attach={attach}
        width={width}
        height={overlapHeight(scene)}
        drawing={
          <>
            <canvas
              ref={canvas}
              aria-hidden="true"
              className="transfer-cells"
              style={{
                left: layout.left,
                top: OVERLAP_LEGEND,
                width: layout.right - layout.left,
                height: layout.panelHeight,
              }}
            />
            <SvgView
              node={svg(
                'svg',
                { width, height: overlapHeight(scene), role: 'img', 'aria-label': text.title },
                overlapFrameNodes(input, scene),
              )}
            />
          </>
        }
        marks={svg('g', { transform: `translate(0,${OVERLAP_LEGEND})` }, [
          ...(locked === null ? [] : cellOutline(locked, cells.starts, layout, true)),
          ...(hover === null ? [] : cellOutline(hover, cells.starts, layout, false)),
        ])}
        hoverText={textOf(hover)}
        lockedText={textOf(locked)}
        invitation="Point at a cell to count its neurons; click to lock it."
        keys={
          <>
            arrows move the locked cell, <kbd>Esc</kbd> unlocks.
          </>
        }
        onPoint={(x, y) => setHover(cellAt(x, y))}
        onLeave={() => setHover(null)}
        onPick={(x, y) => setLocked(cellAt(x, y))}
        onKey={(key) => {
          if (isMoveKey(key)) setLocked(moveCell(locked, key, frame, cells.starts));
          else if (key === 'Escape') setLocked(null);
          else return false;
          return true;
        }}
      />
    </Figure>
  );
}
