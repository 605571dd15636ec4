/** The recipe of the run shown as a sentence; its parts open in place, and what was changed since stands struck beside them. */
import { useState, type ReactNode } from 'react';
import { TextBox } from '../controls/field.tsx';
import { RecipePart } from '../controls/recipe-part.tsx';
import { Term } from '../glossary/term.tsx';
import { useLab } from '../lab-context.tsx';
import { draftOfGrowth } from './grow-draft.ts';
import { useGrow, useGrowDraft, useGrowLab } from './grow-lab-context.ts';
import type { GrowDraft, GrowLab } from './grow-lab-types.ts';
import { PlmBox, ReduceBox, SeedsBox, StepsBox, TaskBox } from './grow-fields.tsx';
import { reductionOf, wholeOf, type Whole } from './stage-draft.ts';

interface SentencePart {
  readonly id: string;
  /** Before the part. */
  readonly lead: ReactNode;
  readonly words: (draft: GrowDraft, whole: Whole | null) => string;
  /** Right behind it, never at the beginning of a line. */
  readonly trail?: string;
  readonly fields: () => ReactNode;
}

const counted = (text: string, one: string): string => `${text} ${one}${text === '1' ? '' : 's'}`;

const seedCount = (seeds: string): number => seeds.split(',').filter((part) => part.trim() !== '').length;

const PARTS: readonly SentencePart[] = [
  {
    id: 'tokens',
    lead: '',
    words: ({ promptLength }) => counted(promptLength, 'soft token'),
    fields: () => <TokensBox />,
  },
  { id: 'task', lead: ' learn ', words: ({ task }) => task, fields: () => <TaskBox /> },
  { id: 'plm', lead: ' while ', words: ({ plm }) => plm, fields: () => <PlmBox /> },
  {
    id: 'reduce',
    lead: (
      <>
        {' '}
        grows in <Term of="stage">stages</Term> of{' '}
      </>
    ),
    words: ({ stages }, whole) => reductionOf(stages, whole),
    fields: () => <ReduceBox />,
  },
  {
    id: 'steps',
    lead: ' over ',
    words: ({ steps }) => counted(steps, 'step'),
    trail: ',',
    fields: () => <StepsBox />,
  },
  {
    id: 'seeds',
    lead: ' ',
    words: ({ seeds }) => counted(String(seedCount(seeds)), 'seed'),
    fields: () => <SeedsBox />,
  },
];

function TokensBox(): ReactNode {
  const lab: GrowLab = useGrowLab();
  const value = useGrowDraft((draft) => draft.promptLength);
  return (
    <TextBox
      numeric
      label="Soft tokens"
      value={value}
      onChange={(promptLength) => lab.draft.setState({ promptLength })}
    />
  );
}

export function GrowSentence(): ReactNode {
  const lab = useGrowLab();
  const { view } = useLab();
  const [open, setOpen] = useState<string | null>(null);
  const draft = useGrowDraft((state) => state);
  const shown = useGrow((state) => state.shown);
  const known = useGrow((state) => state.structure);
  const before = shown === null ? draft : draftOfGrowth(shown, draft);
  const wholeNow = known?.plm === draft.plm ? wholeOf(known.of, draft.decoder) : null;
  const wholeThen = shown === null ? wholeNow : wholeOf(shown.structure, before.decoder);
  return (
    <>
      {PARTS.map((part) => (
        <span key={part.id} className="recipe-part">
          {part.lead}
          <span className="recipe-unbroken">
            <RecipePart
              words={part.words(draft, wholeNow)}
              shown={part.words(before, wholeThen)}
              isOpen={open === part.id}
              onOpen={(isOpen) => setOpen(isOpen ? part.id : null)}
              keep={() => {
                const kept = lab.draft.getState();
                return () => lab.draft.setState(kept, true);
              }}
              fields={part.fields}
            />
            {part.trail}
          </span>
        </span>
      ))}{' '}
      <button
        type="button"
        className="recipe-all"
        aria-haspopup="dialog"
        onClick={() => view.setState({ sheet: { focus: null } })}
      >
        all settings <span aria-hidden="true">▾</span>
      </button>
    </>
  );
}
