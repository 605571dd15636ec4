/** A figure of a report without marks of its own: its numbers are read in the table twin, also by keyboard. */
import { useMemo, type ReactNode } from 'react';
import type { TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import type { Finding } from '../../../views/finding.ts';
import type { FigureText } from '../../../views/standalone-svg.ts';
import type { SvgNode } from '../../../views/svg-node.ts';
import type { TableTwin } from '../../../views/table-twin.ts';
import { Figure } from '../../controls/figure-card.tsx';
import { SvgView } from '../../figures/svg-view.tsx';
import { useWidth } from '../../figures/use-size.ts';
import { reportFiles } from '../report-files.ts';

export interface PlainFigureProps {
  readonly report: TransferReport;
  /** Last part of its files' names. */
  readonly name: string;
  readonly text: FigureText;
  /** What it shows, where a sentence can say it. */
  readonly finding?: Finding;
  readonly table: (report: TransferReport) => TableTwin;
  readonly draw: (report: TransferReport, width: number) => SvgNode;
}

export function PlainFigure({ report, name, text, finding, table, draw }: PlainFigureProps): ReactNode {
  const [attach, width] = useWidth();
  const drawing = useMemo(
    () => (width < 80 ? null : <SvgView node={draw(report, width)} />),
    [draw, report, width],
  );
  return (
    <Figure
      className="figure-wide"
      text={text}
      {...(finding === undefined ? {} : { finding })}
      table={() => table(report)}
      files={reportFiles(report, {
        name,
        text,
        table: () => table(report),
        draw: (fileWidth) => draw(report, fileWidth),
      })}
    >
      <div ref={attach} className="transfer-plot">
        {drawing}
      </div>
    </Figure>
  );
}
