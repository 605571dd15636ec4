/** A text that follows the run frame by frame, written past React. */
import { useCallback, useRef, type ReactNode } from 'react';
import { useFrame, useLab } from './lab-context.tsx';
import type { RunState } from './run/run-state.ts';

export interface LiveTextProps {
  /** Must be stable: defined outside of components. */
  readonly read: (run: RunState) => string;
  readonly className?: string;
}

export function LiveText({ read, className }: LiveTextProps): ReactNode {
  const lab = useLab();
  const element = useRef<HTMLSpanElement>(null);
  useFrame(
    useCallback(() => {
      const text = read(lab.run.getState());
      if (element.current !== null && element.current.textContent !== text)
        element.current.textContent = text;
    }, [lab, read]),
  );
  return <span ref={element} className={className} />;
}
