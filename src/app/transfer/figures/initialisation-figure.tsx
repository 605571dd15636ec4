/** Training from another task's prompt against a random start, one pair at a time. */
import { useMemo, useState, type ReactNode } from 'react';
import type { InitialisationReport, TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import { pairName, samePair } from '../../../views/transfer/estimate-text.ts';
import {
  initialisationCurves,
  initialisationHeight,
  initialisationScales,
  initialisationText,
  startName,
  stepHair,
  stepText,
} from '../../../views/transfer/initialisation-curves.ts';
import { initialisationFinding } from '../../../views/transfer/initialisation-finding.ts';
import { initialisationTable } from '../../../views/transfer/initialisation-table.ts';
import { Figure } from '../../controls/figure-card.tsx';
import { SvgView } from '../../figures/svg-view.tsx';
import { useWidth } from '../../figures/use-size.ts';
import { lockPair, namedPair, useLink, useLinked, useLinkStore } from '../link-store.ts';
import { reportFiles } from '../report-files.ts';
import { Choice } from './choice.tsx';
import { LinkedPlot } from './linked-plot.tsx';

/** Such as `sst2 → subj`, or `sst2, projected to lab-small (…) → sst2`. */
function nameOf(report: TransferReport, run: InitialisationReport): string {
  return run.projected === null
    ? pairName(report, run)
    : `${startName({ report, run })} → ${report.tasks[run.target].name}`;
}

export function InitialisationFigure({ report }: { readonly report: TransferReport }): ReactNode {
  const store = useLinkStore();
  const [attach, width] = useWidth();
  const [hover, setHover] = useState<number | null>(null);
  const [locked, setLocked] = useState<number | null>(null);
  const chosen = useLink((state) => state.initialisation);
  const { locked: pair } = useLinked(report);
  const ofPair = report.initialisation.findIndex((run) => samePair(run, pair));
  const ofName = report.initialisation.findIndex((run) => nameOf(report, run) === chosen);
  const at = Math.max(0, ofName < 0 ? ofPair : ofName);
  const run = report.initialisation[at];
  const input = useMemo(() => ({ report, run }), [report, run]);
  const text = initialisationText(input);
  const finding =
    run.early === null
      ? null
      : initialisationFinding(run.early, startName(input), report.tasks[run.target].name);
  const drawing = useMemo(
    () => <SvgView node={initialisationCurves(input, Math.max(1, width))} />,
    [input, width],
  );
  const { x, steps } = initialisationScales(input, Math.max(1, width));
  const stepNear = (left: number): number | null => {
    const wanted = x.invert(left);
    return steps.length === 0
      ? null
      : steps.reduce((best, step) => (Math.abs(step - wanted) < Math.abs(best - wanted) ? step : best));
  };
  const moveTo = (index: number): void =>
    setLocked(steps.at(Math.max(0, Math.min(steps.length - 1, index))) ?? null);
  const place = locked === null ? -1 : steps.indexOf(locked);
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => moveTo(place - 1),
    ArrowRight: () => moveTo(place + 1),
    Home: () => moveTo(0),
    End: () => moveTo(steps.length - 1),
    Escape: () => setLocked(null),
    Enter: () => lockPair(store, namedPair(report, run)),
  };
  const shown = hover ?? locked;
  return (
    <Figure
      className="figure-wide"
      text={text}
      {...(finding === null ? {} : { finding })}
      table={() => initialisationTable(input)}
      files={reportFiles(report, {
        name: `initialisation-${report.tasks[run.source].name}-${report.tasks[run.target].name}`,
        text,
        table: () => initialisationTable(input),
        draw: (fileWidth) => initialisationCurves(input, fileWidth),
      })}
      controls={
        <Choice
          label="Pair"
          value={at}
          options={report.initialisation.map((one, i) => [i, nameOf(report, one)] as const)}
          onChange={(value) => {
            setLocked(null);
            store.setState({ initialisation: nameOf(report, report.initialisation[value]) });
          }}
        />
      }
    >
      <LinkedPlot
        label={text.title}
        kind="line chart"
        attach={attach}
        width={width}
        height={initialisationHeight(Math.max(1, width))}
        drawing={drawing}
        marks={shown === null ? null : stepHair(input, Math.max(1, width), shown)}
        hoverText={hover === null ? null : stepText(input, hover)}
        lockedText={locked === null ? null : stepText(input, locked)}
        invitation="Point at a step to read both starts; click to lock it."
        keys={
          <>
            arrows move the locked step, <kbd>Enter</kbd> locks the pair everywhere, <kbd>Esc</kbd> unlocks.
          </>
        }
        onPoint={(left) => {
          setHover(stepNear(left));
          store.setState({ hoverPair: namedPair(report, run) });
        }}
        onLeave={() => {
          setHover(null);
          store.setState({ hoverPair: null });
        }}
        onPick={(left) => setLocked(stepNear(left))}
        onKey={(key) => {
          const move = moves[key];
          move?.();
          return move !== undefined;
        }}
      />
    </Figure>
  );
}
