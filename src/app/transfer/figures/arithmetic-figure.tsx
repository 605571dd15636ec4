/** Whether a task’s vector can be put on another start, scaled, and added to another task’s. */
import { useMemo, type ReactNode } from 'react';
import type { TransferReport } from '../../../experiment/transfer/transfer-report.ts';
import { arithmeticPlot, arithmeticTable } from '../../../views/transfer/arithmetic-plot.ts';
import { arithmeticFinding, arithmeticText } from '../../../views/transfer/arithmetic-words.ts';
import { PlainFigure } from './plain-figure.tsx';

export function ArithmeticFigure({ report }: { readonly report: TransferReport }): ReactNode {
  const text = useMemo(() => arithmeticText(report), [report]);
  const finding = useMemo(() => arithmeticFinding(report), [report]);
  return (
    <PlainFigure
      report={report}
      name="arithmetic"
      text={text}
      finding={finding}
      table={arithmeticTable}
      draw={arithmeticPlot}
    />
  );
}
