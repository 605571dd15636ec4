/** Which ranking of the bank finds the prompt that a new task should start from. */
import { useMemo, type ReactNode } from 'react';
import type { TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import {
  recommendationBars,
  recommendationTable,
  recommendationText,
} from '../../../views/transfer/recommendation-bars.ts';
import { PlainFigure } from './plain-figure.tsx';

export function RecommendationFigure({ report }: { readonly report: TransferReport }): ReactNode {
  const text = useMemo(() => recommendationText(report), [report]);
  return (
    <PlainFigure
      report={report}
      name="recommendation"
      text={text}
      table={recommendationTable}
      draw={recommendationBars}
    />
  );
}
