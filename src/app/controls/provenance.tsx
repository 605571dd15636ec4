/** How what is shown was made, a line of names and values; what is empty is left out. */
import type { ReactNode } from 'react';

export function Provenance({ madeBy }: { readonly madeBy: Readonly<Record<string, string>> }): ReactNode {
  return (
    <p className="quiet provenance">
      {Object.entries(madeBy)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <span key={name}>
            {name}: <code>{value}</code>{' '}
          </span>
        ))}
    </p>
  );
}
