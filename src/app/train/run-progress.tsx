/** The phases by name, the one under way with how far it is, and the time left. */
import { useCallback, useRef, type ReactNode } from 'react';
import { useFrame, useLab, useRun } from '../lab-context.tsx';
import { type RunState } from '../run/run-state.ts';
import { isActive } from '../job/job-status.ts';
import { LiveText } from '../live-text.tsx';
import { duration, phaseProgress, PHASES } from './run-words.ts';

export function RunProgress(): ReactNode {
  const lab = useLab();
  const phase = useRun((state) => state.phase?.phase ?? null);
  const furthest = useRun((state) => state.furthest);
  const paused = useRun((state) => state.status === 'paused');
  const active = useRun((state) => isActive(state.status));
  const bar = useRef<HTMLProgressElement>(null);
  useFrame(
    useCallback(() => {
      const { phase: now } = lab.run.getState();
      if (bar.current === null || now === null) return;
      if (now.total === null || now.total === 0) bar.current.removeAttribute('value');
      else bar.current.value = Math.min(1, now.done / now.total);
    }, [lab]),
  );
  // A paused run of a former visit has no phase in this one.
  if (!active || (paused && phase === null)) return null;
  const reached = PHASES.findIndex(([name]) => name === furthest);
  return (
    <div className="progress">
      <ol className="phases">
        {PHASES.map(([name, label], i) => (
          <li
            key={name}
            className={name === phase ? 'phase-now' : i < reached ? 'phase-done' : 'phase-next'}
            aria-current={name === phase ? 'step' : undefined}
          >
            {label}
            {i < reached && name !== phase && <span className="visually-hidden"> (done)</span>}
          </li>
        ))}
      </ol>
      <progress ref={bar} max={1} aria-label={phase === null ? 'Starting' : `Phase: ${phase}`} />
      <p className="progress-text">
        <LiveText read={progressText} />
        <LiveText read={timeLeft} className="time-left" />
      </p>
    </div>
  );
}

function progressText({ phase }: RunState): string {
  if (phase === null) return 'Starting the worker…';
  const detail = phase.detail === '' ? '' : ` · ${phase.detail}`;
  return `${phaseProgress(phase)}${detail}`;
}

function timeLeft({ secondsLeft, status, phase }: RunState): string {
  if (status === 'paused') return 'paused';
  if (secondsLeft === null || phase?.phase !== 'train') return '';
  return `${duration(secondsLeft)} left`;
}
