/** The Transfer place: a sweep, what it says, and how to make one. */
import { useEffect, useState, type ReactNode } from 'react';
import { useLab, useSweep } from '../lab-context.tsx';
import { LINK_DEFAULTS } from '../open-lab.ts';
import { FlippedExamples } from './flipped-examples.tsx';
import { createLinkStore } from './link-store.ts';
import { SweepForm } from './sweep-form.tsx';
import { SweepHead } from './sweep-head.tsx';
import { TransferView } from './transfer-view.tsx';

export function TransferPage(): ReactNode {
  const { sweeps } = useLab();
  const [link] = useState(() => createLinkStore());
  const report = useSweep((state) => state.report);
  useEffect(() => void sweeps.open(LINK_DEFAULTS.plm), [sweeps]);
  return (
    <div className="transfer-page">
      <SweepHead />
      <SweepForm />
      {report === null ? (
        <div className="figure-place" />
      ) : (
        <TransferView
          report={report}
          link={link}
          pairActions={({ source, target }) => (
            <FlippedExamples source={report.tasks[source].name} target={report.tasks[target].name} />
          )}
        />
      )}
    </div>
  );
}
