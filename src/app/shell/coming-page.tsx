import type { ReactNode } from 'react';
import type { Place } from '../places/place-types.ts';

/** A place that isn't there yet says so. */
export function ComingPage({ place }: { readonly place: Place }): ReactNode {
  return (
    <article className="coming">
      <p className="tag">not there yet</p>
      <h1>{place.question}</h1>
      {place.plan.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p>
        <a href="#/train">Train a soft prompt</a> works today.
      </p>
    </article>
  );
}
