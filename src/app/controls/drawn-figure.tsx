/** A figure drawn for the width there is: its numbers are read in the table twin, also by keyboard. */
import { useMemo, type ReactNode } from 'react';
import type { Finding } from '../../views/finding.ts';
import type { Palette } from '../../views/palette.ts';
import { toStandaloneSvg, type FigureText } from '../../views/standalone-svg.ts';
import type { SvgNode } from '../../views/svg-node.ts';
import { toCsv, type FigureMetadata, type TableTwin } from '../../views/table-twin.ts';
import { currentPalette } from '../figures/palette.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useWidth } from '../figures/use-size.ts';
import { useTheme } from '../figures/use-theme.ts';
import { Figure } from './figure-card.tsx';

export interface DrawnFigureProps {
  /** Of its files, without ending. */
  readonly name: string;
  /** How it was made: goes into every file. */
  readonly madeBy: FigureMetadata;
  readonly text: FigureText;
  /** What it shows, where a sentence can say it. */
  readonly finding?: Finding | null;
  readonly controls?: ReactNode;
  readonly table: () => TableTwin;
  readonly draw: (width: number, palette: Palette) => SvgNode;
}

const FILE_WIDTH = 960;
/** A narrower place has no room for any figure; so it is before it was measured. */
const NARROWEST = 80;

export function DrawnFigure(props: DrawnFigureProps): ReactNode {
  const { name, madeBy, text, finding, controls, table, draw } = props;
  const [attach, width] = useWidth();
  const theme = useTheme();
  const drawing = useMemo(
    () => (width < NARROWEST ? null : <SvgView key={theme} node={draw(width, currentPalette())} />),
    [draw, width, theme],
  );
  return (
    <Figure
      className="figure-wide"
      text={text}
      {...(finding === undefined || finding === null ? {} : { finding })}
      {...(controls === undefined ? {} : { controls })}
      table={table}
      files={{
        name: () => name,
        metadata: () => madeBy,
        svg() {
          const palette = currentPalette();
          const node = draw(FILE_WIDTH, palette);
          const size = { width: FILE_WIDTH, height: Number(node.attributes['height']) };
          return toStandaloneSvg(node, size, text, palette, madeBy);
        },
        csv: () => toCsv(table()),
      }}
    >
      <div ref={attach} className="drawn-plot">
        {drawing}
      </div>
    </Figure>
  );
}
