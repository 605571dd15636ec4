/** The head of every place: what was found, of which recipe, and the one button that runs it. */
import type { ReactNode } from 'react';
import type { Finding } from '../../views/finding.ts';
import { FindingSentence } from '../controls/finding.tsx';

export interface PlaceHeadProps {
  readonly finding: Finding;
  /** The recipe as a sentence whose parts can be changed in place. */
  readonly recipe: ReactNode;
  /** The primary button last: it stands at the right. */
  readonly actions: ReactNode;
}

export function PlaceHead({ finding, recipe, actions }: PlaceHeadProps): ReactNode {
  return (
    <header className="place-head">
      <div className="place-finding" data-part="finding">
        <FindingSentence finding={finding} of="place" />
      </div>
      <div className="recipe-sentence" data-part="recipe">
        {recipe}
      </div>
      <div className="place-actions" data-part="actions">
        {actions}
      </div>
    </header>
  );
}
