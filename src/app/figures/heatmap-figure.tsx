/** Feed-forward activations, layers × neurons: with the soft prompt against the template alone. */
import { useCallback, useId, useMemo, type KeyboardEvent, type ReactNode } from 'react';
import type { ActivationFrame } from '../../experiment/run-record.ts';
import { heatmapLayout, neuronAxis } from '../../views/activations/heatmap-frame.ts';
import { heatmapLegend, LEGEND_HEIGHT } from '../../views/activations/heatmap-legend.ts';
import { heatmapSvg } from '../../views/activations/heatmap-svg.ts';
import { heatmapCells, heatmapTable } from '../../views/activations/heatmap-table.ts';
import { cellText, heatmapText } from '../../views/activations/heatmap-text.ts';
import { isMoveKey, moveCell, type LockedCell } from '../../views/activations/move-cell.ts';
import {
  clampRange,
  columnOf,
  columnStarts,
  panRange,
  zoomRange,
  type NeuronRange,
} from '../../views/activations/neuron-range.ts';
import { PANELS, type HeatmapMode } from '../../views/activations/panel-cells.ts';
import { heatmapRamps } from '../../views/activations/panel-colours.ts';
import { toStandaloneSvg } from '../../views/standalone-svg.ts';
import { svg } from '../../views/svg-node.ts';
import { toCsv } from '../../views/table-twin.ts';
import { useLab, usePage, useRun, useView } from '../lab-context.tsx';
import { Figure, FigurePlace } from '../controls/figure-card.tsx';
import { figureFileName, figureMetadata } from './figure-metadata.ts';
import type { PanelScene } from './heatmap-painter.ts';
import { HeatmapPanel } from './heatmap-panel.tsx';
import { currentPalette } from './palette.ts';
import { Segmented } from '../controls/segmented.tsx';
import { SvgView } from './svg-view.tsx';
import { useWidth } from './use-size.ts';

const FILE_WIDTH = 900;
const FILE_COLUMNS = 256;
const MODES: readonly (readonly [HeatmapMode, string])[] = [
  ['value', 'signed value'],
  ['activated', 'activated (> 0)'],
];

export function HeatmapFigure(): ReactNode {
  const frames = useRun((state) => state.activations);
  const position = useView((state) => state.frame);
  const at = position === null ? frames.length - 1 : Math.min(position, frames.length - 1);
  if (frames.length === 0) {
    return (
      <FigurePlace
        title="Which feed-forward neurons does the soft prompt move?"
        state={{
          kind: 'empty',
          why: 'Activations at the mask come with the first evaluation on the dev rows.',
        }}
      />
    );
  }
  return <Heatmap frame={frames[at]} at={at} frames={frames} />;
}

interface HeatmapProps {
  readonly frame: ActivationFrame;
  readonly at: number;
  readonly frames: readonly ActivationFrame[];
}

function Heatmap({ frame, at, frames }: HeatmapProps): ReactNode {
  const lab = useLab();
  const id = useId();
  const [attach, width] = useWidth();
  const mode = useView((state) => state.heatmapMode);
  const chosen = useView((state) => state.range);
  const hover = useView((state) => state.hoverCell);
  const locked = useView((state) => state.lockedCell);
  const seed = useRun((state) => state.recipe?.seed ?? 0);
  // A new theme has other colours in the legend.
  usePage((state) => state.preferences.theme);

  const range = useMemo(
    () => clampRange(chosen ?? { from: 0, to: frame.neurons }, frame.neurons),
    [chosen, frame.neurons],
  );
  const layout = useMemo(
    () => heatmapLayout(width, frame.layers, mode === 'activated'),
    [width, frame.layers, mode],
  );
  const starts = useMemo(() => columnStarts(range, Math.max(1, layout.right - layout.left)), [range, layout]);
  const scene = useCallback(
    (): PanelScene | null =>
      width < 80
        ? null
        : {
            frame,
            mode,
            range,
            layout,
            starts,
            hover: lab.view.getState().hoverCell,
            locked: lab.view.getState().lockedCell,
          },
    [frame, mode, range, layout, starts, width, lab],
  );

  const lock = (cell: LockedCell | null): void => lab.view.setState({ lockedCell: cell });
  const setRange = (next: NeuronRange): void => {
    const clamped = clampRange(next, frame.neurons);
    lab.view.setState({ range: clamped.to - clamped.from === frame.neurons ? null : clamped });
  };
  const zoom = (factor: number): void =>
    setRange(zoomRange(range, factor, locked?.neuron ?? (range.from + range.to) / 2, frame.neurons));
  const onKey = (event: KeyboardEvent): void => {
    const pan = (range.to - range.from) / 2;
    // With nothing locked it is for what is around, such as a drawer.
    if (event.key === 'Escape' && locked !== null) lock(null);
    else if (event.key === '+' || event.key === '=') zoom(0.5);
    else if (event.key === '-') zoom(2);
    else if (event.key === '0') lab.view.setState({ range: null });
    else if (event.shiftKey && event.key === 'ArrowLeft') setRange(panRange(range, -pan, frame.neurons));
    else if (event.shiftKey && event.key === 'ArrowRight') setRange(panRange(range, pan, frame.neurons));
    else if (isMoveKey(event.key)) lock(moveCell(locked, event.key, frame, starts));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const text = heatmapText(frame, mode, { seed, rows: null });
  const ramps = heatmapRamps(currentPalette());
  const lockedText = placeText(locked, frame, starts);
  return (
    <Figure
      className="figure-wide"
      text={text}
      table={() => heatmapTable(frame)}
      controls={
        <>
          <Segmented
            legend="Show"
            value={mode}
            options={MODES}
            onChange={(heatmapMode) => lab.view.setState({ heatmapMode })}
          />
          <label className="frame-slider">
            Step <output>{frame.step}</output>
            <input
              type="range"
              min={0}
              max={frames.length - 1}
              value={at}
              aria-valuetext={`step ${frame.step}`}
              disabled={frames.length < 2}
              onChange={({ target }) => {
                const next = Number(target.value);
                lab.view.setState({ frame: next === frames.length - 1 ? null : next });
              }}
            />
          </label>
          <div className="zoom" role="group" aria-label="Zoom on the neuron axis">
            <button type="button" className="small" onClick={() => zoom(0.5)} aria-label="Zoom in">
              +
            </button>
            <button type="button" className="small" onClick={() => zoom(2)} aria-label="Zoom out">
              −
            </button>
            <button
              type="button"
              className="small"
              onClick={() => lab.view.setState({ range: null })}
              disabled={chosen === null}
            >
              all neurons
            </button>
          </div>
        </>
      }
      files={{
        name: () => figureFileName(lab.run.getState(), 'activations'),
        metadata: () => figureMetadata(lab.run.getState()),
        svg() {
          const palette = currentPalette();
          const options = { mode, range, width: FILE_WIDTH, columns: FILE_COLUMNS };
          const { node, height } = heatmapSvg(frame, options, palette);
          const size = { width: FILE_WIDTH, height };
          return toStandaloneSvg(node, size, text, palette, figureMetadata(lab.run.getState()));
        },
        csv: () => toCsv(heatmapCells(frame)),
      }}
    >
      <div
        className="heat"
        ref={attach}
        role="application"
        aria-roledescription="heatmap"
        aria-label={text.title}
        aria-describedby={`${id}-keys`}
        tabIndex={0}
        onKeyDown={onKey}
      >
        {width >= 80 && (
          <>
            <SvgView
              node={svg(
                'svg',
                { width, height: LEGEND_HEIGHT, 'aria-hidden': 'true' },
                heatmapLegend(mode, frame.scale, ramps, layout),
              )}
            />
            {PANELS[mode].map((kind) => (
              <HeatmapPanel
                key={kind}
                kind={kind}
                scene={scene}
                onHover={(hoverCell) => lab.view.setState({ hoverCell })}
                onLock={lock}
                onBrush={setRange}
              />
            ))}
            <SvgView
              node={svg(
                'svg',
                { width, height: layout.axisHeight, 'aria-hidden': 'true' },
                neuronAxis(range, layout),
              )}
            />
          </>
        )}
      </div>
      <p className="readout" aria-hidden={hover !== null}>
        {hover !== null
          ? placeText(hover, frame, starts)
          : (lockedText ?? 'Point at a cell; click to lock it; drag to zoom in.')}
      </p>
      <p className="visually-hidden" role="status">
        {lockedText ?? ''}
      </p>
      <p className="keys" id={`${id}-keys`}>
        Keys: arrows move the locked cell, <kbd>Esc</kbd> unlocks, <kbd>+</kbd> <kbd>−</kbd> zoom,{' '}
        <kbd>Shift</kbd> with arrows pans, <kbd>0</kbd> shows all.
      </p>
    </Figure>
  );
}

function placeText(cell: LockedCell | null, frame: ActivationFrame, starts: Uint32Array): string | null {
  if (cell === null || cell.layer >= frame.layers) return null;
  const column = columnOf(cell.neuron, starts);
  if (column === null) return `Layer ${cell.layer}, neuron ${cell.neuron} is outside of the neurons shown.`;
  return cellText(frame, { layer: cell.layer, from: starts[column], to: starts[column + 1] });
}
