/** The name is the same, the content isn't: what the run before it showed can't be had again here. */
import type { ReactNode } from 'react';
import { changedParts, type HashedPart } from '../../experiment/run-hashes.ts';
import { useRun } from '../lab-context.tsx';

export function OtherParts(): ReactNode {
  const recipe = useRun((state) => state.recipe);
  const hashes = useRun((state) => state.hashes);
  const before = useRun((state) => state.earlier[0]?.hashes ?? null);
  const parts = changedParts(before, hashes);
  if (recipe === null || parts.length === 0) return null;
  const contents: Readonly<Record<HashedPart, string>> = {
    PLM: `the weights of ${recipe.plm}`,
    tokenizer: `the tokenizer files of ${recipe.plm}`,
    task: `the rows of ${recipe.task}`,
  };
  return (
    <div className="banner banner-warning">
      <p>
        <strong>Not the same {parts.join(', ')} as recorded:</strong> on this device,{' '}
        {parts.map((part) => contents[part]).join(' and ')} are not what the run before had under that name.
        Its curve can’t be expected again.
      </p>
    </div>
  );
}
