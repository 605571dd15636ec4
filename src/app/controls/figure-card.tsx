/** What every figure has: its finding or its question, how to read it, the table twin, its files; and its states. */
import { useId, useState, type ReactNode } from 'react';
import type { FigureText } from '../../views/standalone-svg.ts';
import type { TableTwin } from '../../views/table-twin.ts';
import { DataTable } from './data-table.tsx';
import type { Finding } from '../../views/finding.ts';
import { FindingSentence } from './finding.tsx';
import { FIGURE_FORMATS, saveFigure, type FigureFiles, type FigureFormat } from './figure-files.ts';

export interface FigureProps {
  readonly text: FigureText;
  /** What it shows, once that is known; it stands above the figure. */
  readonly finding?: Finding;
  /** The figure is of something that has changed since. */
  readonly stale?: boolean;
  /** In place of the text's facts, where they change with every frame. */
  readonly facts?: ReactNode;
  /** Made only when it is opened. */
  readonly table: () => TableTwin;
  readonly files: FigureFiles;
  readonly controls?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Figure(props: FigureProps): ReactNode {
  const { text, finding, stale = false, facts, table, files, controls, children, className = '' } = props;
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState<FigureFormat | null>(null);
  const save = (format: FigureFormat): void => {
    setFailed(null);
    void saveFigure(files, text.title, format).catch(() => setFailed(format));
  };
  const id = useId();
  return (
    <figure className={`figure ${stale ? 'figure-stale' : ''} ${className}`} aria-labelledby={`${id}-title`}>
      <figcaption>
        {finding !== undefined && <FindingSentence finding={finding} of="figure" />}
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
              title={format === 'ZIP' ? 'CSV, with how it was made in a second file' : undefined}
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

/** A figure's place while it has nothing to draw. */
export type FigureState =
  /** What is missing, and what brings it. */
  | { readonly kind: 'empty'; readonly why: string }
  /** How far loading is, of 1; null where it can't be known. */
  | { readonly kind: 'loading'; readonly what: string; readonly share: number | null }
  /** The cause, and the one next action. */
  | { readonly kind: 'failed'; readonly why: string; readonly action?: ReactNode };

export interface FigurePlaceProps {
  /** The figure's question. */
  readonly title: string;
  readonly state: FigureState;
}

export function FigurePlace({ title, state }: FigurePlaceProps): ReactNode {
  return (
    <section className={`figure figure-${state.kind}`}>
      <h3>{title}</h3>
      {state.kind === 'loading' ? (
        <p className="quiet">
          {state.what} <progress value={state.share ?? undefined} aria-label={state.what} />
        </p>
      ) : (
        <p className={state.kind === 'failed' ? 'field-error' : 'quiet'}>{state.why}</p>
      )}
      {state.kind === 'failed' && state.action}
    </section>
  );
}
