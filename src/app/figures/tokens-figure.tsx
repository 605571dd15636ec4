/** The soft tokens as a strip, with the words that they are near. */
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import {
  tokenStrip,
  tokenStripSize,
  tokenStripText,
  tokenTable,
  tokenText,
  type TokenStripInput,
} from '../../views/prompt-tokens/token-strip.ts';
import { toStandaloneSvg } from '../../views/standalone-svg.ts';
import { toCsv } from '../../views/table-twin.ts';
import { useLab, usePage, useRun, useView } from '../lab-context.tsx';
import { Figure, FigurePlace } from '../controls/figure-card.tsx';
import { figureFileName, figureMetadata } from './figure-metadata.ts';
import { moveToken } from './move-token.ts';
import { currentPalette } from './palette.ts';
import { SvgView } from './svg-view.tsx';
import { useWidth } from './use-size.ts';

const FILE_WIDTH = 940;

export function TokensFigure(): ReactNode {
  const lab = useLab();
  const id = useId();
  const [attach, width] = useWidth();
  const tokens = useRun((state) => state.promptTokens);
  const limit = useRun((state) => state.tokenLimit);
  const seed = useRun((state) => state.recipe?.seed ?? 0);
  const hover = useView((state) => state.hoverToken);
  const locked = useView((state) => state.lockedToken);
  usePage((state) => state.preferences.theme);
  if (tokens === null) {
    return (
      <FigurePlace
        title="What are the soft tokens near, and which still move?"
        state={{
          kind: 'empty',
          why: 'Nearest words and gradients come with the first evaluation on the dev rows.',
        }}
      />
    );
  }
  const selected = hover ?? locked;
  const input: TokenStripInput = { ...tokens, limit, seed, selected };
  const text = tokenStripText(input);
  const count = tokens.tokens.length;
  const { columns } = tokenStripSize(count, Math.max(1, width));
  const onKey = (event: KeyboardEvent): void => {
    if (!moveToken(lab, event.key, columns, count)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const positionOf = (target: EventTarget): number | null => {
    const group = target instanceof Element ? target.closest('[data-position]') : null;
    return group === null ? null : Number(group.getAttribute('data-position'));
  };
  const chosen = tokens.tokens.find(({ position }) => position === selected);
  return (
    <Figure
      className="figure-wide"
      text={text}
      table={() => tokenTable(input)}
      files={{
        name: () => figureFileName(lab.run.getState(), 'soft-tokens'),
        metadata: () => figureMetadata(lab.run.getState()),
        svg() {
          const palette = currentPalette();
          const { height } = tokenStripSize(count, FILE_WIDTH);
          const node = tokenStrip({ ...input, selected: null }, FILE_WIDTH, palette);
          const size = { width: FILE_WIDTH, height };
          return toStandaloneSvg(node, size, text, palette, figureMetadata(lab.run.getState()));
        },
        csv: () => toCsv(tokenTable(input)),
      }}
    >
      <div
        ref={attach}
        className="strip"
        role="application"
        aria-roledescription="strip of soft tokens"
        aria-label={text.title}
        aria-describedby={`${id}-keys`}
        tabIndex={0}
        onKeyDown={onKey}
        onPointerMove={({ target }) => lab.view.setState({ hoverToken: positionOf(target) })}
        onPointerLeave={() => lab.view.setState({ hoverToken: null })}
        onClick={({ target }) => lab.view.setState({ lockedToken: positionOf(target) })}
      >
        {width >= 80 && <SvgView node={tokenStrip(input, width, currentPalette())} />}
      </div>
      <p className="readout">
        {chosen === undefined ? 'Point at a token to see all its nearest words.' : tokenText(chosen)}
      </p>
      <p className="visually-hidden" role="status">
        {locked === null || chosen === undefined ? '' : tokenText(chosen)}
      </p>
      <p className="keys" id={`${id}-keys`}>
        Keys: arrows move the locked token, <kbd>Esc</kbd> unlocks.
      </p>
    </Figure>
  );
}
