/** What every figure has: its question, how to read it, the table twin, SVG and CSV, the stale mark. */
import { useId, useState, type ReactNode } from 'react';
import type { FigureText } from '../../views/standalone-svg.ts';
import type { TableTwin } from '../../views/table-twin.ts';
import { DataTable } from './data-table.tsx';

export interface FigureFiles {
  svg(): void;
  csv(): void;
}

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
          <button
            type="button"
            className="small"
            onClick={() => files.svg()}
            aria-label={`Save “${text.title}” as SVG`}
          >
            SVG
          </button>
          <button
            type="button"
            className="small"
            onClick={() => files.csv()}
            aria-label={`Save “${text.title}” as CSV`}
          >
            CSV
          </button>
        </div>
      </div>
      <div id={`${id}-table`} hidden={!open}>
        {open && <DataTable table={table()} />}
      </div>
    </figure>
  );
}
