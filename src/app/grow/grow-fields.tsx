/** Fields of the form that stand in the recipe's sentence and in the sheet alike. */
import { useEffect, useState, type ReactNode } from 'react';
import { REDUCTIONS, type Reduction } from '../../experiment/progressive/stages.ts';
import { CheckBox, SelectBox, TextBox, type FieldNote } from '../controls/field.tsx';
import { useGrow, useGrowDraft, useGrowLab } from './grow-lab-context.ts';
import type { GrowDraft } from './grow-lab-types.ts';
import { gridCostText } from './grid-cost.ts';
import { reductionOf, rescaleStages, usualStages, wholeNumber, wholeOf } from './stage-draft.ts';

export const noteOf = (problem: string | undefined): readonly FieldNote[] =>
  problem === undefined ? [] : [{ severity: 'error', message: problem }];

export interface NotedProps {
  readonly problem?: string | undefined;
}

export function TaskBox(): ReactNode {
  const lab = useGrowLab();
  const { task, plm } = useGrowDraft((draft) => draft);
  return <SelectBox label="Task" value={task} options={lab.tasks} onChange={(to) => lab.choose(plm, to)} />;
}

export function PlmBox(): ReactNode {
  const lab = useGrowLab();
  const { task, plm } = useGrowDraft((draft) => draft);
  return (
    <SelectBox
      label="Language model (PLM, frozen)"
      value={plm}
      options={lab.plms}
      onChange={(to) => lab.choose(to, task)}
    />
  );
}

const OWN = 'own';

const REDUCE_NAMES: Readonly<Record<Reduction, string>> = {
  depth: 'depth: layers left out',
  width: 'width: neurons cut',
  both: 'depth and width',
};

/** The paper's stages, of what is chosen; stages of one's own stay until one of them is. */
export function ReduceBox(): ReactNode {
  const lab = useGrowLab();
  const draft = useGrowDraft((state) => state);
  const known = useGrow((state) => state.structure);
  const structure = known?.plm === draft.plm ? known.of : null;
  const steps = wholeNumber(draft.steps);
  const usual = (reduce: Reduction): GrowDraft['stages'] | null =>
    structure === null || steps === null ? null : usualStages(reduce, steps, draft.decoder, structure);
  const isThis = (reduce: Reduction): boolean =>
    JSON.stringify(usual(reduce)) === JSON.stringify(draft.stages);
  const value = REDUCTIONS.find(isThis) ?? OWN;
  const whole = structure === null ? null : wholeOf(structure, draft.decoder);
  return (
    <SelectBox<Reduction | typeof OWN>
      label="Made smaller"
      hint="25, 50, 75 % for a fifth of the steps each, then the whole. Drag the ends of stages for others."
      value={value}
      options={[
        ...REDUCTIONS.map((reduce) => [reduce, REDUCE_NAMES[reduce]] as const),
        ...(value === OWN ? [[OWN, `stages of your own: ${reductionOf(draft.stages, whole)}`] as const] : []),
      ]}
      onChange={(chosen) => {
        const stages = chosen === OWN ? null : usual(chosen);
        if (stages !== null) lab.draft.setState({ stages });
      }}
    />
  );
}

/** Stages keep the shares of the steps that they had before the typing began: a half-typed number takes none from them. */
export function StepsBox({ problem }: NotedProps): ReactNode {
  const lab = useGrowLab();
  const value = useGrowDraft((draft) => draft.steps);
  const [before, setBefore] = useState(() => lab.draft.getState().stages);
  return (
    <div onFocus={() => setBefore(lab.draft.getState().stages)}>
      <TextBox
        numeric
        label="Steps"
        hint="Stages keep their shares of them."
        value={value}
        notes={noteOf(problem)}
        onChange={(typed) => {
          const steps = wholeNumber(typed);
          lab.draft.setState({
            steps: typed,
            ...(steps === null ? {} : { stages: rescaleStages(before, steps) }),
          });
        }}
      />
    </div>
  );
}

export function SeedsBox({ problem }: NotedProps): ReactNode {
  const lab = useGrowLab();
  const value = useGrowDraft((draft) => draft.seeds);
  return (
    <TextBox
      numeric
      label="Seeds"
      hint="1,2,3 trains three; fewer have no interval"
      value={value}
      notes={noteOf(problem)}
      onChange={(seeds) => lab.draft.setState({ seeds })}
    />
  );
}

/** What reading by every part costs is said before it is switched on. */
export function GridBox(): ReactNode {
  const lab = useGrowLab();
  const draft = useGrowDraft((state) => state);
  return (
    <div className="grow-grid-switch" data-field="grid">
      <CheckBox
        label="The prompt is read by every part of the model"
        checked={draft.grid}
        onChange={(grid) => lab.draft.setState({ grid })}
      />
      <p className="hint">{gridCostText(draft, lab.rowsOf(draft.task)?.dev ?? null)}</p>
    </div>
  );
}

const NO_START = ['', 'an untrained prompt'] as const;

/** Prompts that the Library keeps, of the form's PLM. */
export function StartBox(): ReactNode {
  const lab = useGrowLab();
  const { plm, startFrom } = useGrowDraft((draft) => draft);
  const [starts, setStarts] = useState<readonly (readonly [string, string])[]>([]);
  useEffect(() => {
    let isHere = true;
    void lab.starts().then((found) => {
      if (isHere) setStarts(found);
    });
    return () => {
      isHere = false;
    };
  }, [lab, plm]);
  const isThere = startFrom === '' || starts.some(([id]) => id === startFrom);
  return (
    <SelectBox
      label="All runs start from"
      hint={
        starts.length === 0
          ? `No prompt of ${plm} is saved on this device yet.`
          : 'A saved prompt decides the number of soft tokens.'
      }
      value={isThere ? startFrom : ''}
      options={[NO_START, ...starts]}
      onChange={(chosen) => lab.draft.setState({ startFrom: chosen })}
    />
  );
}
