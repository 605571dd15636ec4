/** Neurons switched off, one task's prompt at a time, a panel each target. */
import { useMemo, useState, type ReactNode } from 'react';
import type { TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import { samePair } from '../../../views/transfer/estimate-text.ts';
import {
  maskingCurve,
  maskingHair,
  maskingPanelOutline,
  maskingReading,
  maskingTable,
} from '../../../views/transfer/masking-curve.ts';
import { maskingFinding } from '../../../views/transfer/masking-finding.ts';
import { maskingAt, maskingLayout, maskingText } from '../../../views/transfer/masking-layout.ts';
import { svg } from '../../../views/svg-node.ts';
import { Figure } from '../../controls/figure-card.tsx';
import { SvgView } from '../../figures/svg-view.tsx';
import { useWidth } from '../../figures/use-size.ts';
import { namedPair, namedTask, taskIn, useLink, useLinked, useLinkStore } from '../link-store.ts';
import { reportFiles } from '../report-files.ts';
import { Choice } from './choice.tsx';
import { LinkedPlot } from './linked-plot.tsx';

interface Place {
  readonly panel: number;
  readonly share: number;
}

export function MaskingFigure({ report }: { readonly report: TransferReport }): ReactNode {
  const store = useLinkStore();
  const [attach, width] = useWidth();
  const [hover, setHover] = useState<Place | null>(null);
  const [locked, setLocked] = useState<Place | null>(null);
  const chosen = taskIn(
    report,
    useLink((state) => state.maskedTask),
  );
  const { hover: hoverPair, locked: lockedPair } = useLinked(report);
  const tasks = [...new Set(report.masking.map(({ task }) => task))];
  // Where a prompt gained nothing there is nothing to see: that isn't where the figure opens.
  const gained = tasks.find((one) => report.tasks[one].toTransfer.kind === 'something');
  const wanted = [chosen, lockedPair?.source, gained];
  const task = wanted.find((one) => tasks.some((known) => known === one)) ?? tasks[0];
  const input = useMemo(() => ({ report, task }), [report, task]);
  const layout = useMemo(() => maskingLayout(input, Math.max(1, width)), [input, width]);
  const drawing = useMemo(() => <SvgView node={maskingCurve(input, Math.max(1, width))} />, [input, width]);
  const text = maskingText(input);
  const finding = maskingFinding(input);
  const { places, shares } = layout;
  const known = (place: Place | null): Place | null =>
    place !== null && place.panel < places.length ? place : null;
  const textOf = (place: Place | null): string | null =>
    place === null ? null : maskingReading(report, places[place.panel].panel, place.share);
  const shown = known(hover) ?? known(locked);
  const move = (panels: number, steps: number): void => {
    if (shares.length === 0) return;
    const from = known(locked) ?? { panel: 0, share: shares[0] };
    setLocked({
      panel: Math.max(0, Math.min(places.length - 1, from.panel + panels)),
      share: shares[Math.max(0, Math.min(shares.length - 1, shares.indexOf(from.share) + steps))],
    });
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(0, -1),
    ArrowRight: () => move(0, 1),
    ArrowUp: () => move(-1, 0),
    ArrowDown: () => move(1, 0),
    Escape: () => setLocked(null),
  };
  const outlined = places.filter(({ panel }) =>
    [hoverPair, lockedPair].some((pair) => samePair(pair, { source: task, target: panel.target })),
  );
  return (
    <Figure
      className="figure-wide"
      text={text}
      {...(finding === null ? {} : { finding })}
      table={() => maskingTable(input)}
      files={reportFiles(report, {
        name: `masking-${report.tasks[task].name}`,
        text,
        table: () => maskingTable(input),
        draw: (fileWidth) => maskingCurve(input, fileWidth),
      })}
      controls={
        <Choice
          label="Prompt of"
          value={task}
          options={tasks.map((one) => [one, report.tasks[one].name] as const)}
          onChange={(value) => {
            setLocked(null);
            store.setState({ maskedTask: namedTask(report, value) });
          }}
        />
      }
    >
      <LinkedPlot
        label={text.title}
        kind="small multiples of line charts"
        attach={attach}
        width={width}
        height={layout.height}
        drawing={drawing}
        marks={svg('g', {}, [
          ...outlined.map((place) => maskingPanelOutline(place)),
          ...(shown === null ? [] : [maskingHair(layout, places[shown.panel], shown.share)]),
        ])}
        hoverText={textOf(known(hover))}
        lockedText={textOf(known(locked))}
        invitation="Point at a panel to read the accuracies; click to lock a share."
        keys={
          <>
            left and right move the locked share, up and down the panel, <kbd>Esc</kbd> unlocks.
          </>
        }
        onPoint={(x, y) => {
          const place = maskingAt(layout, x, y);
          setHover(place);
          store.setState({
            hoverPair:
              place === null
                ? null
                : namedPair(report, { source: task, target: places[place.panel].panel.target }),
          });
        }}
        onLeave={() => {
          setHover(null);
          store.setState({ hoverPair: null });
        }}
        onPick={(x, y) => setLocked(maskingAt(layout, x, y))}
        onKey={(key) => {
          const go = moves[key];
          go?.();
          return go !== undefined;
        }}
      />
    </Figure>
  );
}
