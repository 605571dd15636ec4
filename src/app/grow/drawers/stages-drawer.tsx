/** The stages in numbers: to be changed, and as they were measured. */
import type { ReactNode } from 'react';
import { measuredStagesTable } from '../../../views/grow/stages-words.ts';
import { DataTable } from '../../controls/data-table.tsx';
import { useGrow } from '../grow-lab-context.ts';
import { StageFields } from '../stage-fields.tsx';
import { useGrowPlan } from '../use-grow-plan.ts';

export function StagesDrawer(): ReactNode {
  const plan = useGrowPlan();
  const shown = useGrow((state) => state.shown);
  return (
    <div className="figures">
      <section className="figure figure-wide">
        <StageFields plan={plan} />
      </section>
      {shown !== null && (
        <section className="figure figure-wide">
          <DataTable table={measuredStagesTable(shown.report.stages)} />
          <p className="quiet">
            Compiling, warm-up and switch: the longest of the seeds’, between steps; seconds are those of the
            steps alone.
          </p>
        </section>
      )}
    </div>
  );
}
