/** The frozen PLM: a strip of neurons a layer, at the mask, for the sentence shown. */
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { neuronChange, neuronValue } from '../../experiment/stage-trace.ts';
import { divergingRamp } from '../../views/colour-ramps.ts';
import {
  cellStarts,
  cellWords,
  fullByte,
  stripCells,
  type StageNeurons,
  type StripMode,
} from '../../views/stage/strip-cells.ts';
import { cellAt, stripLayout, type StripLayout } from '../../views/stage/strip-layout.ts';
import { paintStrips } from '../../views/stage/strip-painter.ts';
import { Segmented } from '../controls/segmented.tsx';
import { currentPalette, themeKey } from '../figures/palette.ts';
import { useWidth } from '../figures/use-size.ts';
import type { Lab } from '../lab.ts';
import { Term } from '../glossary/term.tsx';
import { useFrame, useLab, useRun, useStage } from '../lab-context.tsx';
import { stageShown } from './stage-shown.ts';

const MODES: readonly (readonly [StripMode, string])[] = [
  ['with', 'with'],
  ['without', 'without'],
  ['difference', 'difference'],
];
const NARROW = 380;
/** Between two paintings while a run streams: no more than ten a second. */
const PAINT_MS = 100;

interface Shown extends StageNeurons {
  readonly isStale: boolean;
  readonly full: number;
}

function neuronsShown(lab: Lab): Shown | null {
  const shown = stageShown(lab.run.getState(), lab.stage.getState());
  if (shown === null) return null;
  const { layers, neurons, limit, sentence, prompted, isStale } = shown;
  return {
    layers,
    neurons,
    bytes: {
      with: prompted?.neurons ?? null,
      without: sentence.plain,
      difference: prompted === null ? null : differenceOf(prompted.neurons, sentence.plain, limit),
    },
    valueOf: (byte) => neuronValue(byte, limit),
    isStale,
    full: fullOf(sentence.plain),
  };
}

const fullBytes = new WeakMap<Int8Array, number>();

function fullOf(plain: Int8Array): number {
  const known = fullBytes.get(plain) ?? fullByte(plain);
  fullBytes.set(plain, known);
  return known;
}

/** Differences by what they are of, so that one is made once. */
const differences = new WeakMap<Int8Array, Int8Array>();

function differenceOf(prompted: Int8Array, plain: Int8Array, limit: number): Int8Array {
  const known = differences.get(prompted);
  if (known !== undefined) return known;
  const change = neuronChange(prompted, plain, limit);
  differences.set(prompted, change);
  return change;
}

export function StageModel(): ReactNode {
  const lab = useLab();
  const mode = useStage((state) => state.mode);
  const hover = useStage((state) => state.hoverCell);
  const layers = useRun((state) => state.stage?.layers ?? null);
  const ownLayers = useStage((state) => state.own?.opening.layers ?? null);
  const count = layers ?? ownLayers ?? 0;
  const [attach, width] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useRef({ key: '', at: 0 });
  const [height, setHeight] = useState(300);
  const isLying = width > 0 && width < NARROW;
  const layout = useMemo(
    () => stripLayout(Math.max(1, count), Math.max(1, width), height, isLying),
    [count, width, height, isLying],
  );
  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element === null || element === undefined) return undefined;
    const observer = new ResizeObserver(([entry]) => setHeight(Math.max(80, entry.contentRect.height)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useFrame(
    useCallback(() => {
      if (canvas.current === null || width < 80 || count === 0) return;
      const { hoverCell } = lab.stage.getState();
      const shown = neuronsShown(lab);
      const bytes = shown?.bytes[mode] ?? null;
      const key = [
        bytes === null ? 'none' : identityOf(bytes),
        mode,
        width,
        height,
        themeKey(),
        hoverCell?.layer,
        hoverCell?.cell,
        shown?.isStale,
      ].join();
      if (key === painted.current.key) return;
      const now = performance.now();
      if (now - painted.current.at < PAINT_MS && hoverCell === null) {
        lab.frames.invalidate();
        return;
      }
      painted.current = { key, at: now };
      paint(canvas.current, layout, shown, bytes, hoverCell);
    }, [lab, width, height, layout, mode, count]),
  );

  const neurons = useRun((state) => state.stage?.neurons ?? null);
  const ownNeurons = useStage((state) => state.own?.opening.neurons ?? null);
  const starts = useMemo(() => cellStarts(neurons ?? ownNeurons ?? 1), [neurons, ownNeurons]);
  const point = (x: number, y: number): void => {
    const cell = cellAt(layout, starts.length - 1, x, y);
    lab.stage.setState({ hoverCell: cell });
    lab.view.setState({
      hoverCell: cell === null ? null : { layer: cell.layer, neuron: starts[cell.cell] },
    });
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = moved(lab.stage.getState().hoverCell, event.key, count, starts.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    lab.stage.setState({ hoverCell: next });
  };
  const shown = neuronsShown(lab);
  const words =
    hover === null || shown === null ? null : cellWords(shown, mode, hover.layer, hover.cell, starts);
  return (
    <div className="stage-model" data-part="model">
      <h2 className="stage-title">Language model</h2>
      <p className="stage-sub" aria-live="polite">
        {words ?? (
          <>
            <Term of="frozen">frozen</Term> · its <Term of="activated neuron">neurons</Term> at [MASK], orange
            fires, blue inhibits
          </>
        )}
      </p>
      <div className="stage-choice talk-hides">
        <Segmented
          legend="Neurons"
          value={mode}
          options={MODES}
          onChange={(next) => lab.stage.setState({ mode: next })}
        />
      </div>
      <div
        ref={attach}
        className="strips"
        style={isLying ? { height: layout.height } : undefined}
        role="application"
        aria-roledescription="strips of neurons"
        aria-label={`Neurons of ${String(count)} frozen layers at the mask, ${mode} the soft prompt. Arrow keys choose a cell.`}
        tabIndex={0}
        onKeyDown={onKey}
        onBlur={() => lab.stage.setState({ hoverCell: null })}
      >
        <canvas
          ref={canvas}
          aria-hidden="true"
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            point(event.clientX - box.left, event.clientY - box.top);
          }}
          onPointerLeave={() => {
            lab.stage.setState({ hoverCell: null });
            lab.view.setState({ hoverCell: null });
          }}
        />
        {!isLying && <Arrows layout={layout} />}
      </div>
      <ol className={isLying ? 'locks is-lying' : 'locks'} aria-label="Layers, none of which learns">
        {layout.strips.map((strip, layer) => (
          <li key={layer} style={isLying ? { top: strip.y } : { left: strip.x, width: strip.width }}>
            <Lock />
            {layer + 1}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Ids of arrays, so that a key can tell whether the same one is shown. */
const identities = new WeakMap<Int8Array, number>();
let lastIdentity = 0;
function identityOf(bytes: Int8Array): number {
  const known = identities.get(bytes);
  if (known !== undefined) return known;
  lastIdentity += 1;
  identities.set(bytes, lastIdentity);
  return lastIdentity;
}

function paint(
  canvas: HTMLCanvasElement,
  layout: StripLayout,
  shown: Shown | null,
  bytes: Int8Array | null,
  marked: { readonly layer: number; readonly cell: number } | null,
): void {
  const ratio = devicePixelRatio;
  const [width, height] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${String(layout.width)}px`;
    canvas.style.height = `${String(layout.height)}px`;
  }
  const context = canvas.getContext('2d');
  if (context === null) return;
  const palette = currentPalette();
  const starts = cellStarts(shown?.neurons ?? 1);
  const cells =
    shown === null || bytes === null
      ? []
      : layout.strips.map((_, layer) => stripCells(bytes, layer, shown.neurons, starts));
  const scene = {
    layout,
    cells,
    ramp: divergingRamp(palette),
    full: shown?.full ?? 1,
    ground: palette.zero,
    ink: palette.ink,
    marked,
  };
  paintStrips(context, scene, ratio);
  canvas.style.opacity = shown?.isStale === true ? '0.45' : '1';
}

function moved(
  from: { readonly layer: number; readonly cell: number } | null,
  key: string,
  layers: number,
  cells: number,
): { readonly layer: number; readonly cell: number } | null | undefined {
  if (key === 'Escape') return from === null ? undefined : null;
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
    PageUp: [0, -6],
    PageDown: [0, 6],
  };
  const move = moves[key];
  if (move === undefined) return undefined;
  if (from === null) return { layer: 0, cell: 0 };
  return {
    layer: Math.max(0, Math.min(layers - 1, from.layer + move[0])),
    cell: Math.max(0, Math.min(cells - 1, from.cell + move[1])),
  };
}

function Arrows({ layout }: { readonly layout: StripLayout }): ReactNode {
  const middle = layout.height / 2;
  return (
    <svg className="strip-arrows" width={layout.width} height={layout.height} aria-hidden="true">
      {layout.strips.slice(1).map((strip, i) => {
        const before = layout.strips[i];
        const from = before.x + before.width + 3;
        const to = strip.x - 3;
        return to - from < 8 ? null : (
          <g key={strip.x}>
            <path d={`M${String(from)} ${String(middle)}H${String(to - 5)}`} />
            <path
              className="arrow-tip"
              d={`M${String(to - 8)} ${String(middle - 4)}L${String(to)} ${String(middle)}L${String(to - 8)} ${String(middle + 4)}Z`}
            />
          </g>
        );
      })}
    </svg>
  );
}

function Lock(): ReactNode {
  return (
    <svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true">
      <rect x="0" y="5" width="10" height="7" rx="1.5" />
      <path d="M2 5V3.5a3 3 0 0 1 6 0V5" fill="none" strokeWidth="1.5" />
    </svg>
  );
}
