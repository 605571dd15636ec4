/** The stages of the form as they are drawn, what is wrong with them, and whether they are those of the run shown. */
import { useMemo } from 'react';
import type { StagesInput } from '../../views/grow/stage-input.ts';
import { isActive } from '../job/job-status.ts';
import { firstStageProblem, problemsOfGrow, type GrowProblems } from './grow-draft.ts';
import { useGrow, useGrowDraft } from './grow-lab-context.ts';
import { isStale } from './is-stale.ts';
import { plannedStages, wholeOf, type Whole } from './stage-draft.ts';

export interface GrowPlan {
  /** null while the PLM's layers aren't known. */
  readonly input: StagesInput | null;
  readonly whole: Whole | null;
  readonly problems: GrowProblems;
  /** Why the PLM can't have such stages at all; null where it can. */
  readonly refusal: string | null;
  /** The first thing wrong with the stages, in a sentence; null for nothing. */
  readonly problem: string | null;
  readonly isStale: boolean;
}

export function useGrowPlan(): GrowPlan {
  const draft = useGrowDraft((state) => state);
  const known = useGrow((state) => state.structure);
  const costs = useGrow((state) => state.costs);
  const now = useGrow(({ now: run, status }) =>
    isActive(status) && run?.arm === 'grow' ? (run.losses.at(-1)?.step ?? null) : null,
  );
  const stale = useGrow((state) => isStale(state, draft));
  return useMemo(() => {
    const structure = known?.plm === draft.plm ? known.of : null;
    const whole = structure === null ? null : wholeOf(structure, draft.decoder);
    const problems = problemsOfGrow(draft, whole);
    if (structure === null || whole === null)
      return {
        input: null,
        whole,
        problems,
        refusal: null,
        problem: firstStageProblem(problems),
        isStale: stale,
      };
    const planned = plannedStages(draft, structure, costs);
    return {
      input: {
        stages: planned.stages,
        depth: structure.layers.length,
        widest: whole.neurons,
        now,
      },
      whole,
      problems,
      refusal: planned.problem,
      problem: firstStageProblem(problems) ?? planned.problem,
      isStale: stale,
    };
  }, [draft, known, costs, now, stale]);
}
