import { useEffect, useState } from 'react';
import type { Definition } from './definitions.ts';
import type { TermName } from './terms.ts';

/** The explanation of a term, null until it is loaded. */
export function useDefinition(name: TermName): Definition | null {
  const [definition, setDefinition] = useState<Definition | null>(null);
  useEffect(() => {
    let isWanted = true;
    void import('./definitions.ts').then(({ DEFINITIONS }) => {
      if (isWanted) setDefinition(DEFINITIONS[name]);
    });
    return () => void (isWanted = false);
  }, [name]);
  return definition;
}
