/** The Transfer place: what a prompt brings along to another task, which likeness foretells it, and how to measure it. */
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { transferFacts } from '../../views/transfer/finding-facts.ts';
import { transferFinding } from '../../views/transfer/transfer-finding.ts';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { FigurePlace } from '../controls/figure-card.tsx';
import { Drawers } from '../frame/drawers.tsx';
import { PlaceHead } from '../frame/place-head.tsx';
import { useLab, useSweep } from '../lab-context.tsx';
import { OPENING } from '../open-lab.ts';
import { isActive } from '../job/job-status.ts';
import { createLinkStore, LinkContext, type LinkStore } from './link-store.ts';
import { MATRIX_TITLE } from './matrix-panel.tsx';
import { NowPanel } from './now-panel.tsx';
import { AnswersOfPair, TrainFromIt } from './pair-actions.tsx';
import { SweepActions } from './sweep-actions.tsx';
import { SweepBanners, SweepProgress } from './sweep-progress.tsx';
import { SweepSentence } from './sweep-sentence.tsx';
import { SweepSheet } from './sweep-sheet.tsx';
import { TransferBody } from './transfer-body.tsx';
import { TRANSFER_DRAWERS } from './transfer-drawers.tsx';
import { usePairLink } from './use-pair-link.ts';
import { useTraining } from './use-training.ts';
import { useTransferKeys } from './use-transfer-keys.ts';

/** Before there is a report: a place for one that is on its way, or what to do to get one. */
function Empty(): ReactNode {
  const why = useSweep(({ status, record, error }) => {
    if (isActive(status)) return 'The matrix fills cell by cell as soon as the first prompt is trained.';
    if (record !== null || (status === 'idle' && error === null)) return null;
    return 'Run a small sweep live, choose another one in all settings, or open a file.';
  });
  return why === null ? (
    <div className="figure-place" />
  ) : (
    <FigurePlace title={MATRIX_TITLE} state={{ kind: 'empty', why }} />
  );
}

function Body({ report, link }: { readonly report: TransferReport; readonly link: LinkStore }): ReactNode {
  const lab = useLab();
  const active = useSweep((state) => isActive(state.status));
  const training = useTraining();
  const onScatter = useCallback(
    (scatter: string | null) => {
      link.setState({ scatter });
      lab.view.setState({ drawer: 'scatters' });
    },
    [lab, link],
  );
  const names = ({ source, target }: { readonly source: number; readonly target: number }) => ({
    source: report.tasks[source].name,
    target: report.tasks[target].name,
  });
  return (
    <TransferBody
      report={report}
      training={training}
      onScatter={onScatter}
      answers={(pair) => <AnswersOfPair {...names(pair)} />}
      actions={(pair) => <TrainFromIt {...names(pair)} />}
      {...(active ? { now: <NowPanel /> } : {})}
    />
  );
}

/** How the matrix is worked without a pointer. */
function KeyHint(): ReactNode {
  return (
    <span>
      <kbd>↑↓←→</kbd> cell
    </span>
  );
}

export function TransferPage(): ReactNode {
  const { sweeps } = useLab();
  const [link] = useState(() => createLinkStore());
  const report = useSweep((state) => state.report);
  const active = useSweep((state) => isActive(state.status));
  const finding = useMemo(() => transferFinding(transferFacts(report, active)), [report, active]);
  usePairLink(report, link);
  useTransferKeys(link);
  useEffect(() => void sweeps.open(OPENING.plm), [sweeps]);
  return (
    <LinkContext value={link}>
      <div
        className="place transfer-place"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const files = Array.from(event.dataTransfer.files);
          if (files.length > 0) void sweeps.openFiles(files);
        }}
      >
        <PlaceHead finding={finding} recipe={<SweepSentence />} actions={<SweepActions />} />
        <div className="transfer-body">
          <div className="sweep-notices">
            <SweepProgress />
            <SweepBanners />
          </div>
          {report === null ? <Empty /> : <Body report={report} link={link} />}
        </div>
        <Drawers tabs={TRANSFER_DRAWERS} hint={<KeyHint />} />
        <SweepSheet />
      </div>
    </LinkContext>
  );
}
