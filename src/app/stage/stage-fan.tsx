/** The lines from the soft tokens and from the sentence into the first layer. */
import { useCallback, useRef, type ReactNode } from 'react';
import { sentenceFan, tokenFan, type FanLine } from '../../views/stage/fan-lines.ts';
import { useFrame, useLab } from '../lab-context.tsx';
import { shownFrame, stageShown } from './stage-shown.ts';

/** Words of a sentence that get a line of their own. */
const MOST_LINES = 12;

const SVG = 'http://www.w3.org/2000/svg';

export function StageFan(): ReactNode {
  const lab = useLab();
  const svg = useRef<SVGSVGElement>(null);
  const drawn = useRef('');
  useFrame(
    useCallback(() => {
      const own = svg.current;
      const all = own?.closest('.stage') ?? null;
      if (own === null || all === null) return;
      const place = own.getBoundingClientRect();
      if (place.width < 10) return;
      const across = (selector: string): readonly [number, number] | null => {
        const box = all.querySelector(selector)?.getBoundingClientRect();
        return box === undefined ? null : [box.top - place.top, box.bottom - place.top];
      };
      const [tokens, sentence, strips] = ['.token-squares', '.sentence-box', '.strips'].map(across);
      if (tokens === null || strips === null) return;
      const run = lab.run.getState();
      const frame = shownFrame(run, lab.stage.getState());
      const { hoverToken, lockedToken } = lab.view.getState();
      const words = stageShown(run, lab.stage.getState())?.sentence.a.split(/\s+/).length ?? 0;
      const key = [
        run.id,
        frame?.step,
        hoverToken,
        lockedToken,
        words,
        place.width,
        place.height,
        ...tokens,
        ...strips,
      ].join();
      if (key === drawn.current) return;
      drawn.current = key;
      const middle = strips[0] + (strips[1] - strips[0]) * 0.55;
      const gradients = frame?.gradients ?? new Array<number>(run.recipe?.promptLength ?? 0).fill(0);
      const width = place.width;
      const lines = tokenFan(gradients, { width, from: tokens, to: [strips[0] + 8, middle] });
      const grey =
        sentence === null
          ? []
          : sentenceFan(Math.min(MOST_LINES, words), {
              width,
              from: sentence,
              to: [middle + 12, strips[1] - 12],
            });
      const pointed = hoverToken ?? lockedToken;
      own.replaceChildren(
        ...grey.map((line) => pathOf(line, 'fan-sentence')),
        ...lines.map((line, index) =>
          pathOf(line, pointed === null || pointed === index ? 'fan-token' : 'fan-token is-faint'),
        ),
      );
    }, [lab]),
  );
  return <svg ref={svg} className="stage-fan" aria-hidden="true" />;
}

function pathOf({ path, width }: FanLine, name: string): SVGPathElement {
  const element = document.createElementNS(SVG, 'path');
  element.setAttribute('class', name);
  element.setAttribute('d', path);
  element.setAttribute('stroke-width', String(width));
  return element;
}
