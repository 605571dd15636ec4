/** Plays a run that is over on the stage: from its first step to its last, as the handle would be drawn. */
import type { Lab } from '../lab.ts';

const PLAY_MS = 2500;

/** The step shown `elapsed` ms after the beginning; null at the end, where the stage follows the run again. */
export function playedStep(elapsed: number, first: number, last: number): number | null {
  if (elapsed >= PLAY_MS) return null;
  return Math.round(first + (last - first) * Math.max(0, elapsed / PLAY_MS));
}

/** Plays the run shown once. Whoever does something ends it; returns how to end it otherwise. */
export function playStage(lab: Lab): () => void {
  const { id, series } = lab.run.getState();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (series.length < 2 || still) {
    lab.stage.setState({ step: null });
    return () => undefined;
  }
  const began = performance.now();
  let isOver = false;
  const end = (): void => {
    isOver = true;
    lab.stage.setState({ step: null });
    for (const kind of ENDS) window.removeEventListener(kind, end, true);
  };
  const draw = (): void => {
    if (isOver) return;
    const step = playedStep(performance.now() - began, series.steps[0], series.lastStep);
    if (step === null || lab.run.getState().id !== id) {
      end();
      return;
    }
    lab.stage.setState({ step });
    requestAnimationFrame(draw);
  };
  for (const kind of ENDS) window.addEventListener(kind, end, true);
  requestAnimationFrame(draw);
  return end;
}

const ENDS = ['pointerdown', 'keydown', 'wheel'] as const;
