/** What is wrong with an import, at the place of the form where it belongs. */
import type { ReactNode } from 'react';
import { useImport } from './use-import.ts';
import type { FormPlace } from './import-form.ts';

/** The problem that belongs here, with what to do about it. */
export function ProblemAt({ place }: { readonly place: FormPlace }): ReactNode {
  const problem = useImport((state) => state.problem);
  if (problem?.place !== place) return null;
  const { message, remedy } = problem.error;
  return (
    <p className="field-error wrap" role="alert">
      {message} {remedy}
    </p>
  );
}

/** Whether the problem belongs here. */
export function useProblemAt(place: FormPlace): boolean {
  return useImport((state) => state.problem?.place === place);
}
