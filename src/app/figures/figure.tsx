/** What every figure has: its question, how to read it, the table twin, its files. */
import { useId, useState, type ReactNode } from 'react';
import type { FigureText } from '../../views/standalone-svg.ts';
import type { TableTwin } from '../../views/table-twin.ts';
import { DataTable } from './data-table.tsx';
import { FIGURE_FORMATS, saveFigure, type FigureFiles, type FigureFormat } from './figure-files.ts';

export interface FigureProps {
  readonly text: FigureText;
  /** In place of the text's facts, where they change with every frame. */
  readonly facts?: ReactNode;
  /** Made only when it is opened. */
  readonly table: () => TableTwin;
  readonly files: FigureFiles;
  readonly controls?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Figure({ text, facts, table, files, controls, children, className }: FigureProps): ReactNode {
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState<FigureFormat | null>(null);
  const save = (format: FigureFormat): void => {
    setFailed(null);
    void saveFigure(files, text.title, format).catch(() => setFailed(format));
  };
  const id = useId();
  return (
    <figure className={`figure ${className ?? ''}`} aria-labelledby={`${id}-title`}>
      <figcaption>
        <h3 id={`${id}-title`}>{text.title}</h3>
        <p className="figure-facts">{facts ?? text.facts}</p>
      </figcaption>
      {controls !== undefined && <div className="figure-controls">{controls}</div>}
      {children}
      <div className="figure-foot">
        <p className="how-to-read">
          <span className="how-to-read-label">How to read</span> {text.howToRead}
        </p>
        <div className="figure-files">
          <button
            type="button"
            className="small"
            aria-expanded={open}
            aria-controls={`${id}-table`}
            onClick={() => setOpen(!open)}
          >
            Table
          </button>
          {FIGURE_FORMATS.map((format) => (
            <button
              key={format}
              type="button"
              className="small"
              onClick={() => save(format)}
              aria-label={`Save “${text.title}” as ${format}`}
            >
              {format}
            </button>
          ))}
        </div>
      </div>
      {failed !== null && (
        <p role="alert">This browser can’t draw the figure as {failed}. Save it as SVG instead.</p>
      )}
      <div id={`${id}-table`} hidden={!open}>
        {open && <DataTable table={table()} />}
      </div>
    </figure>
  );
}
