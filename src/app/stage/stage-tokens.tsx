/** The soft prompt: numbered squares, coloured by how strongly the gradient pulls them, and one line to read. */
import { useCallback, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { PromptTokenReport } from '../../experiment/run-record.ts';
import { textOn, tokenColour, tokenRamp } from '../../views/stage/token-shade.ts';
import { Term } from '../glossary/term.tsx';
import { useFrame, useLab, usePage, useRun, useStage, useView } from '../lab-context.tsx';
import { moveToken } from '../figures/move-token.ts';
import { currentPalette, themeKey } from '../figures/palette.ts';
import { largestOf, shownFrame } from './stage-shown.ts';

/** As many squares in a row; more tokens make more rows. */
const ROW = 10;

export function StageTokens(): ReactNode {
  const lab = useLab();
  const count = useRun((state) => state.recipe?.promptLength ?? 0);
  const locked = useView((state) => state.lockedToken);
  const list = useRef<HTMLDivElement>(null);
  usePage((state) => state.preferences.theme);
  const painted = useRef('');

  useFrame(
    useCallback(() => {
      const run = lab.run.getState();
      const frame = shownFrame(run, lab.stage.getState());
      const most = largestOf(run.stage);
      const key = `${String(frame?.step)} ${String(most)} ${run.id} ${themeKey()} ${String(list.current?.childElementCount)}`;
      if (list.current === null || key === painted.current) return;
      painted.current = key;
      const ramp = tokenRamp(currentPalette());
      for (const [index, square] of [...list.current.children].entries()) {
        if (!(square instanceof HTMLElement)) continue;
        const colour = tokenColour(frame?.gradients[index] ?? 0, most, ramp);
        square.style.background = colour;
        square.style.color = textOn(colour);
      }
    }, [lab]),
  );

  const hover = (target: EventTarget | null): void => {
    const position = target instanceof HTMLElement ? target.dataset['position'] : undefined;
    lab.view.setState({ hoverToken: position === undefined ? null : Number(position) });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (!moveToken(lab, event.key, ROW, count)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="stage-tokens" data-part="tokens">
      <h2 className="stage-title ink-learn">
        <Term of="soft prompt">Soft prompt</Term>
      </h2>
      <p className="stage-sub">
        {count} {count === 1 ? 'vector' : 'vectors'}: all that training changes
      </p>
      <div
        ref={list}
        className={`token-squares ${count > 40 ? 'is-many' : ''}`}
        role="application"
        aria-roledescription="soft tokens"
        aria-label={`${String(count)} soft tokens, darker where the gradient is stronger. Arrow keys choose one.`}
        tabIndex={0}
        onKeyDown={onKey}
        onPointerOver={({ target }) => hover(target)}
        onPointerLeave={() => hover(null)}
        onClick={({ target }) => {
          const position = target instanceof HTMLElement ? target.dataset['position'] : undefined;
          const chosen = position === undefined ? null : Number(position);
          lab.view.setState({ lockedToken: chosen === locked ? null : chosen });
        }}
      >
        {Array.from({ length: count }, (_, position) => (
          <span
            key={position}
            data-position={position}
            className={position === locked ? 'token-square is-locked' : 'token-square'}
          >
            {position + 1}
          </span>
        ))}
      </div>
      <TokenReading />
    </div>
  );
}

/** Nearest words shown. */
const NEAREST = 3;

/** The token pointed at or locked, else the one that moves most. */
function TokenReading(): ReactNode {
  const lab = useLab();
  const hover = useView((state) => state.hoverToken);
  const locked = useView((state) => state.lockedToken);
  const report = useRun((state) => state.promptTokens);
  const strongest = useRun((state) => strongestOf(state.stage?.frames.at(-1)?.gradients ?? []));
  const step = useStage((state) => state.step);
  const position = hover ?? locked ?? strongest;
  if (position === null) return <p className="token-reading">Colours come with the first step.</p>;
  const token = report?.tokens.find((one) => one.position === position) ?? null;
  const frame = shownFrame(lab.run.getState(), { step });
  const gradient = frame?.gradients[position];
  return (
    <p className="token-reading talk-hides" aria-live="polite">
      <strong className="ink-learn">Token {position + 1}</strong>
      {hover === null && locked === null ? ' moves most' : ''}
      {gradient === undefined ? '' : `, gradient ${gradient.toPrecision(2)}`}
      {token !== null && (
        <>
          . Nearest words:
          <br />
          {nearestText(token)}
        </>
      )}
    </p>
  );
}

function nearestText({ nearest }: PromptTokenReport): string {
  return nearest
    .slice(0, NEAREST)
    .map(({ token, cosine }) => `${token} ${cosine.toFixed(2)}`)
    .join(' · ');
}

function strongestOf(gradients: readonly number[]): number | null {
  if (gradients.length === 0) return null;
  return gradients.reduce((best, gradient, at) => (gradient > gradients[best] ? at : best), 0);
}
