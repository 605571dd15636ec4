/** A projector against its controls, with the alarm when it has collapsed; beside it, how alike its outputs are. */
import { useMemo, useState, type ReactNode } from 'react';
import type { ProjectionReport, TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import {
  cosineAt,
  cosineCellText,
  cosineLayout,
  cosineMark,
  cosineTable,
  cosineText,
  projectionCosines,
} from '../../../views/transfer/projection-cosines.ts';
import {
  projectionLayout,
  projectionMark,
  projectionRowAt,
  projectionTable,
  projectionTwin,
  rowText,
} from '../../../views/transfer/projection-table.ts';
import { collapseText, projectionName, projectionText } from '../../../views/transfer/projection-words.ts';
import { svg } from '../../../views/svg-node.ts';
import { Figure } from '../../controls/figure-card.tsx';
import { currentPalette } from '../../figures/palette.ts';
import { SvgView } from '../../figures/svg-view.tsx';
import { useWidth } from '../../figures/use-size.ts';
import { namedTask, useLink, useLinked, useLinkStore } from '../link-store.ts';
import { reportFiles } from '../report-files.ts';
import { useTheme } from '../../figures/use-theme.ts';
import { Choice } from './choice.tsx';
import { LinkedPlot } from './linked-plot.tsx';

export interface ProjectionFigureProps {
  readonly report: TransferReport;
  readonly projection: ProjectionReport;
}

export function ProjectionFigures({ report }: { readonly report: TransferReport }): ReactNode {
  const chosen = useLink((state) => state.projection);
  const projection = report.projections[Math.min(chosen, report.projections.length - 1)];
  return (
    <>
      <ProjectionFigure report={report} projection={projection} />
      <CosineFigure report={report} projection={projection} />
    </>
  );
}

function ProjectionFigure({ report, projection }: ProjectionFigureProps): ReactNode {
  const store = useLinkStore();
  const [attach, width] = useWidth();
  const [locked, setLocked] = useState<number | null>(null);
  const { task } = useLinked(report);
  const input = useMemo(() => ({ report, projection }), [report, projection]);
  const layout = useMemo(() => projectionLayout(input, Math.max(1, width)), [input, width]);
  const drawing = useMemo(
    () => <SvgView node={projectionTable(input, Math.max(1, width))} />,
    [input, width],
  );
  const text = projectionText(input);
  const collapse = collapseText(input);
  const { rows } = projection;
  const hover = rows.findIndex(({ target }) => target === task);
  const rowUnder = (y: number): number | null => projectionRowAt(layout, rows.length, y);
  const moveTo = (row: number): void => setLocked(Math.max(0, Math.min(rows.length - 1, row)));
  const moves: Readonly<Record<string, () => void>> = {
    ArrowUp: () => moveTo((locked ?? 1) - 1),
    ArrowDown: () => moveTo((locked ?? -1) + 1),
    Home: () => moveTo(0),
    End: () => moveTo(rows.length - 1),
    Escape: () => setLocked(null),
  };
  const lockedRow = locked === null ? undefined : rows.at(locked);
  return (
    <Figure
      text={text}
      table={() => projectionTwin(input)}
      files={reportFiles(report, {
        name: 'projection',
        text,
        table: () => projectionTwin(input),
        draw: (fileWidth) => projectionTable(input, fileWidth),
      })}
      controls={
        <Choice
          label="Projector"
          value={report.projections.indexOf(projection)}
          options={report.projections.map((one, i) => [i, projectionName(one)] as const)}
          onChange={(value) => store.setState({ projection: value })}
        />
      }
    >
      <p
        className={collapse.alarm ? 'banner banner-error' : 'banner'}
        role={collapse.alarm ? 'alert' : undefined}
      >
        {collapse.alarm && <strong aria-hidden="true">⚠ </strong>}
        {collapse.text}
      </p>
      <LinkedPlot
        label={text.title}
        kind="dot plot"
        attach={attach}
        width={width}
        height={layout.height}
        drawing={drawing}
        marks={svg('g', {}, [
          ...(lockedRow === undefined || locked === null ? [] : [projectionMark(layout, locked, true)]),
          ...(hover < 0 ? [] : [projectionMark(layout, hover, false)]),
        ])}
        hoverText={hover < 0 ? null : rowText(report, rows[hover])}
        lockedText={lockedRow === undefined ? null : rowText(report, lockedRow)}
        invitation="Point at a task to read its row; click to lock it."
        keys={
          <>
            up and down move the locked row, <kbd>Esc</kbd> unlocks.
          </>
        }
        onPoint={(_, y) => {
          const row = rowUnder(y);
          store.setState({ hoverTask: namedTask(report, row === null ? null : rows[row].target) });
        }}
        onLeave={() => store.setState({ hoverTask: null })}
        onPick={(_, y) => setLocked(rowUnder(y))}
        onKey={(key) => {
          const move = moves[key];
          move?.();
          return move !== undefined;
        }}
      />
    </Figure>
  );
}

function CosineFigure({ report, projection }: ProjectionFigureProps): ReactNode {
  const theme = useTheme();
  const [attach, width] = useWidth();
  const [hover, setHover] = useState<readonly [number, number] | null>(null);
  const [locked, setLocked] = useState<readonly [number, number] | null>(null);
  const input = useMemo(() => ({ report, projection }), [report, projection]);
  const layout = useMemo(() => cosineLayout(input, Math.max(1, width)), [input, width]);
  const drawing = useMemo(
    () => <SvgView key={theme} node={projectionCosines(input, Math.max(1, width), currentPalette())} />,
    [input, width, theme],
  );
  const text = cosineText(input);
  const count = report.tasks.length;
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const within = (value: number): number => Math.max(0, Math.min(count - 1, value));
  const shown = hover ?? locked;
  return (
    <Figure
      text={text}
      table={() => cosineTable(input)}
      files={reportFiles(report, {
        name: 'projected-cosines',
        text,
        table: () => cosineTable(input),
        draw: (fileWidth, palette) => projectionCosines(input, fileWidth, palette),
      })}
    >
      <LinkedPlot
        label={text.title}
        kind="matrix"
        attach={attach}
        width={width}
        height={layout.height}
        drawing={drawing}
        marks={shown === null ? null : cosineMark(layout, shown)}
        hoverText={hover === null ? null : cosineCellText(input, ...hover)}
        lockedText={locked === null ? null : cosineCellText(input, ...locked)}
        invitation="Point at a cell to read its cosine; click to lock it."
        keys={
          <>
            arrows move the locked cell, <kbd>Esc</kbd> unlocks.
          </>
        }
        onPoint={(x, y) => setHover(cosineAt(layout, count, x, y))}
        onLeave={() => setHover(null)}
        onPick={(x, y) => setLocked(cosineAt(layout, count, x, y))}
        onKey={(key) => {
          const move = moves[key];
          if (move !== undefined)
            setLocked(locked === null ? [0, 0] : [within(locked[0] + move[0]), within(locked[1] + move[1])]);
          else if (key === 'Escape') setLocked(null);
          else return false;
          return true;
        }}
      />
    </Figure>
  );
}
