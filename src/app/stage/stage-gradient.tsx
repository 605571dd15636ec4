/** Underneath: the loss, and the gradient's way back through the locked layers to the soft tokens. */
import { useCallback, useRef, type ReactNode } from 'react';
import { Glossed } from '../glossary/term.tsx';
import { useFrame, useLab, useRun } from '../lab-context.tsx';
import type { Lab } from '../lab.ts';
import type { RunState } from '../run/run-state.ts';
import { stageStep } from './stage-shown.ts';

export function StageGradient(): ReactNode {
  const lab = useLab();
  const svg = useRef<SVGSVGElement>(null);
  const loss = useRef<HTMLSpanElement>(null);
  const words = useRef<HTMLParagraphElement>(null);
  const drawn = useRef('');
  const count = useRun((state) => state.recipe?.promptLength ?? 0);
  const running = useRun((state) => state.status === 'running');
  useFrame(
    useCallback(() => {
      if (loss.current !== null) {
        const text = lossText(lab);
        if (loss.current.textContent !== text) loss.current.textContent = text;
      }
      const [own, pill, middle] = [svg.current, loss.current, words.current];
      const all = own?.closest('.stage') ?? null;
      if (own === null || all === null || pill === null || middle === null) return;
      own.querySelector('.gradient-way')?.setAttribute('stroke-dashoffset', dashOffset(lab.run.getState()));
      const place = all.getBoundingClientRect();
      const tokens = all.querySelector('.token-squares')?.getBoundingClientRect();
      if (tokens === undefined || place.width < 700) return;
      const [from, text] = [pill.getBoundingClientRect(), middle.getBoundingClientRect()];
      const y = from.top + from.height / 2 - place.top;
      const up = tokens.top + tokens.height / 2 - place.top;
      const [left, tip] = [7, tokens.left - place.left - 4];
      const path =
        `M${at(from.left - place.left - 4)} ${at(y)}H${at(text.right - place.left + 12)}` +
        `M${at(text.left - place.left - 12)} ${at(y)}H${at(left + 8)}Q${at(left)} ${at(y)} ${at(left)} ${at(y - 8)}` +
        `V${at(up + 8)}Q${at(left)} ${at(up)} ${at(left + 8)} ${at(up)}H${at(tip - 5)}`;
      if (path === drawn.current) return;
      drawn.current = path;
      own.querySelector('.gradient-way')?.setAttribute('d', path);
      own
        .querySelector('.arrow-tip')
        ?.setAttribute(
          'd',
          `M${at(tip - 8)} ${at(up - 5)}L${at(tip)} ${at(up)}L${at(tip - 8)} ${at(up + 5)}Z`,
        );
    }, [lab]),
  );
  return (
    <div className="stage-gradient" data-part="gradient">
      <svg ref={svg} className={running ? 'gradient-svg is-running' : 'gradient-svg'} aria-hidden="true">
        <path className="gradient-way" />
        <path className="arrow-tip" />
      </svg>
      <p ref={words} className="gradient-words">
        <Glossed
          text={`${running ? 'the gradient' : 'in training the gradient'} passes the locked layers and moves the ${String(count)} tokens alone`}
        />
      </p>
      <p className="gradient-loss">
        <span ref={loss} className="loss-pill" />
        <span className="quiet">small when the right word is likely</span>
      </p>
    </div>
  );
}

/** Length of a dash with its gap (see the style), in pixels. */
const DASH = 14;
const DASHES_A_STEP = 0.25;

/**
 * The dashes move on with each step, a quarter of a dash at a time, and stand still between two: an animation of the style would have
 * the page drawn 60 times a second, at the cost of the steps.
 */
function dashOffset({ status, series }: RunState): string {
  const still = status !== 'running' || matchMedia('(prefers-reduced-motion: reduce)').matches;
  return still ? '0' : String(-((series.lastStep * DASHES_A_STEP) % 1) * DASH);
}

const at = (value: number): string => String(Math.round(value * 2) / 2);

/** Smoothed loss of the training rows at the step that the stage shows. */
function lossText({ run, stage }: Lab): string {
  const { series, ...state } = run.getState();
  if (series.length === 0) return 'loss';
  const step = stageStep({ ...state, series }, stage.getState());
  const index = Math.max(0, series.positionAt(series.steps, step));
  return `loss ${series.smoothed('loss')[index].toFixed(2)}`;
}
