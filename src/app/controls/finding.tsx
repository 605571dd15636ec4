/** A finding as it is read: one sentence, its numbers in the colours of their marks. */
import type { ReactNode } from 'react';
import type { Finding } from '../../views/finding.ts';

export interface FindingSentenceProps {
  readonly finding: Finding;
  /** `place` is the one sentence of a place; `figure` stands above a figure. */
  readonly of: 'place' | 'figure';
}

export function FindingSentence({ finding, of }: FindingSentenceProps): ReactNode {
  const parts = finding.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      <span key={index} className={`ink-${part.ink}`}>
        {part.text}
      </span>
    ),
  );
  return of === 'place' ? (
    <h1 className="finding">{parts}</h1>
  ) : (
    <p className="finding finding-small">{parts}</p>
  );
}
