import type { ReactNode } from 'react';

/** A figure's place before it has data: its question, and when the answer comes. */
export function EmptyFigure({ title, why }: { readonly title: string; readonly why: string }): ReactNode {
  return (
    <section className="figure figure-empty">
      <h3>{title}</h3>
      <p className="quiet">{why}</p>
    </section>
  );
}
