/** A figure in files: SVG and PNG with how the figure was made inside, its table as CSV, alone or in a zip with that. */
import { withPngMetadata } from '../../views/png-metadata.ts';
import type { FigureMetadata } from '../../views/table-twin.ts';
import { saveFile } from '../figures/save-file.ts';
import { svgToPng } from '../figures/svg-to-png.ts';

/** Asked for when a file is saved, so that it is of what is shown then. */
export interface FigureFiles {
  /** Of the file, without ending. */
  name(): string;
  metadata(): FigureMetadata;
  /** Standing alone, with the metadata inside. */
  svg(): string;
  /** The table alone. */
  csv(): string;
}

export const FIGURE_FORMATS = ['SVG', 'PNG', 'CSV', 'ZIP'] as const;

export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/** @throws Error where the browser can't draw a PNG */
export async function saveFigure(files: FigureFiles, title: string, format: FigureFormat): Promise<void> {
  const name = files.name();
  switch (format) {
    case 'SVG':
      saveFile(`${name}.svg`, 'image/svg+xml', files.svg());
      return;
    case 'CSV':
      saveFile(`${name}.csv`, 'text/csv', files.csv());
      return;
    case 'ZIP': {
      // Asked for seldom: the page opens without it.
      const { figureZip } = await import('../../views/figure-zip.ts');
      const made = figureZip(name, files.csv(), { figure: title, ...files.metadata() });
      saveFile(`${name}.zip`, 'application/zip', made);
      return;
    }
    case 'PNG': {
      const metadata = { Title: title, Software: 'Prompt Lab', ...files.metadata() };
      saveFile(`${name}.png`, 'image/png', withPngMetadata(await svgToPng(files.svg()), metadata));
      return;
    }
    default:
      format satisfies never;
  }
}
