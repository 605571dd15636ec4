/** How the run shown was made: by whom or by which command, when, on what. */
import type { ReactNode } from 'react';
import { useRun } from '../lab-context.tsx';
import { startedText } from './run-words.ts';

export function RunProvenance(): ReactNode {
  const origin = useRun((state) => state.origin);
  const startedAt = useRun((state) => state.startedAt);
  const madeBy = useRun((state) => state.madeBy);
  const engine = useRun((state) => state.engine);
  if (origin === 'none') return null;
  const on = engine === null ? '' : ` · ${engine.engine} on ${engine.device}`;
  return (
    <p className="quiet provenance">
      {origin === 'recorded' ? <>Made by </> : null}
      {origin === 'recorded' ? <code>{madeBy}</code> : madeBy}
      {startedAt !== '' && ` · ${startedText(startedAt)}`}
      {on}
    </p>
  );
}
