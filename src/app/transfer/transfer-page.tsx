/** The Transfer place: a sweep, what it says, and how to make one. */
import { FigurePlace } from '../controls/figure-card.tsx';
import { useEffect, useState, type ReactNode } from 'react';
import { useLab, useSweep } from '../lab-context.tsx';
import { FIRST } from '../open-lab.ts';
import { isActive } from '../job/job-status.ts';
import { PairActions } from './pair-actions.tsx';
import { createLinkStore } from './link-store.ts';
import { PublishedBeside } from './published-beside.tsx';
import { SweepForm } from './sweep-form.tsx';
import { SweepHead } from './sweep-head.tsx';
import { TransferView } from './transfer-view.tsx';
import { usePairLink } from './use-pair-link.ts';

/** Before there is a report: a place for one that is on its way, or what to do to get one. */
function Empty(): ReactNode {
  const why = useSweep(({ status, record, error }) => {
    if (isActive(status)) return 'The matrix fills cell by cell as soon as the first prompt is trained.';
    if (record !== null || (status === 'idle' && error === null)) return null;
    return 'Run a small sweep live, choose another one above, or open a file.';
  });
  return why === null ? (
    <div className="figure-place" />
  ) : (
    <FigurePlace title="Whose soft prompt helps on which task?" state={{ kind: 'empty', why: why }} />
  );
}

export function TransferPage(): ReactNode {
  const { sweeps } = useLab();
  const [link] = useState(() => createLinkStore());
  const origin = useSweep((state) => state.origin);
  const report = useSweep((state) => state.report);
  usePairLink(report, link);
  useEffect(() => void sweeps.open(FIRST.plm), [sweeps]);
  return (
    <div className="transfer-page">
      <h1 className="visually-hidden">Transfer soft prompts</h1>
      <SweepHead />
      <SweepForm />
      {report === null ? (
        <Empty />
      ) : (
        <TransferView
          report={report}
          link={link}
          pairActions={({ source, target }) => (
            <PairActions source={report.tasks[source].name} target={report.tasks[target].name} />
          )}
        />
      )}
      {origin !== 'published' && <PublishedBeside />}
    </div>
  );
}
