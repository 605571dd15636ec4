/** Under the stages: what they cost, predicted and measured, and what the runs reach on test. */
import { useMemo, type ReactNode } from 'react';
import { differenceLine } from '../../views/grow/grow-finding.ts';
import {
  armRows,
  armsInOrder,
  COST_TITLE,
  costBars,
  costBarsOf,
  TEST_TITLE,
  testFacts,
  type CostBar,
} from '../../views/grow/outcome.ts';
import { plannedCost } from '../../views/grow/stage-input.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useWidth } from '../figures/use-size.ts';
import { useTheme } from '../figures/use-theme.ts';
import { useTypeScale } from '../figures/use-type-scale.ts';
import { Glossed } from '../glossary/term.tsx';
import { useGrow } from './grow-lab-context.ts';
import type { ShownGrowth } from './grow-lab-types.ts';
import type { GrowPlan } from './use-grow-plan.ts';

export function OutcomeRows({ plan }: { readonly plan: GrowPlan }): ReactNode {
  const shown = useGrow((state) => state.shown);
  const { input, isStale } = plan;
  const bars = useMemo((): readonly CostBar[] => {
    const predicted = input === null ? null : plannedCost(input);
    // What was measured is of the run shown, not of stages that were changed since.
    if (shown === null || isStale) return [{ name: 'predicted, FLOPs', share: predicted }];
    return costBarsOf(shown.report);
  }, [shown, isStale, input]);
  return (
    <div className="grow-outcome">
      <CostBars bars={bars} />
      {shown !== null && armsInOrder(shown.report.arms).length > 0 && (
        <TestRows shown={shown} isStale={isStale} />
      )}
    </div>
  );
}

function CostBars({ bars }: { readonly bars: readonly CostBar[] }): ReactNode {
  const [attach, width] = useWidth();
  const type = useTypeScale();
  const theme = useTheme();
  return (
    <div className="grow-costs">
      <h3>{COST_TITLE}</h3>
      <div ref={attach} className="grow-plot">
        {width >= 80 && <SvgView key={theme} node={costBars(bars, { width, type })} />}
      </div>
    </div>
  );
}

function TestRows({ shown, isStale }: { readonly shown: ShownGrowth; readonly isStale: boolean }): ReactNode {
  const [attach, width] = useWidth();
  const type = useTypeScale();
  const theme = useTheme();
  const input = useMemo(() => ({ report: shown.report, rows: shown.testRows }), [shown]);
  const { difference } = shown.report;
  return (
    <div className={isStale ? 'grow-tests is-stale' : 'grow-tests'}>
      <h3>
        {TEST_TITLE} <small>{testFacts(input)}</small>
      </h3>
      <div ref={attach} className="grow-plot">
        {width >= 80 && <SvgView key={theme} node={armRows(input, { width, type })} />}
      </div>
      {difference !== null && (
        <p className="quiet">
          <Glossed text={`${differenceLine(difference)}.`} />
        </p>
      )}
    </div>
  );
}
