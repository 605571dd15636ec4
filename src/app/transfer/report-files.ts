/** Figures of a transfer report in files, with how the report was made inside. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { toStandaloneSvg, type FigureText } from '../../views/standalone-svg.ts';
import type { Palette } from '../../views/palette.ts';
import type { SvgNode } from '../../views/svg-node.ts';
import { toCsv, type FigureMetadata, type TableTwin } from '../../views/table-twin.ts';
import type { FigureFiles } from '../controls/figure-files.ts';
import { currentPalette } from '../figures/palette.ts';

export function reportMetadata(report: TransferReport): FigureMetadata {
  return {
    madeBy: report.madeBy,
    engine: report.engine,
    plm: report.plm,
    start:
      report.start === 'shared'
        ? 'one start for the prompts of a seed'
        : 'a start of its own for each prompt',
    seeds: report.seeds.join(' '),
    tasks: report.tasks.map(({ name }) => name).join(' '),
    done: `${report.done} of ${report.total}`,
    recipe: report.recipe === null ? '' : JSON.stringify(report.recipe),
  };
}

export interface FileParts {
  /** Last part of the file's name. */
  readonly name: string;
  readonly text: FigureText;
  readonly table: () => TableTwin;
  readonly draw: (width: number, palette: Palette) => SvgNode;
}

const FILE_WIDTH = 960;

export function reportFiles(report: TransferReport, { name, text, table, draw }: FileParts): FigureFiles {
  return {
    name: () => `${report.plm}-transfer-${name}`,
    metadata: () => reportMetadata(report),
    svg() {
      const palette = currentPalette();
      const node = draw(FILE_WIDTH, palette);
      const size = { width: FILE_WIDTH, height: Number(node.attributes['height']) };
      return toStandaloneSvg(node, size, text, palette, reportMetadata(report));
    },
    csv: () => toCsv(table()),
  };
}
