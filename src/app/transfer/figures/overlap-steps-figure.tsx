/** ON between prompts over the steps of their training. */
import { useMemo, type ReactNode } from 'react';
import type { TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import {
  overlapStepsChart,
  overlapStepsTable,
  overlapStepsText,
} from '../../../views/transfer/overlap-over-steps.ts';
import { PlainFigure } from './plain-figure.tsx';

export function OverlapStepsFigure({ report }: { readonly report: TransferReport }): ReactNode {
  const text = useMemo(() => overlapStepsText(report), [report]);
  return (
    <PlainFigure
      report={report}
      name="overlap-over-steps"
      text={text}
      table={overlapStepsTable}
      draw={overlapStepsChart}
    />
  );
}
