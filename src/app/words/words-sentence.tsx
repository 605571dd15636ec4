/** The recipe of the run shown as a sentence; its parts open in place, and what was changed since stands struck beside them. */
import { useState, type ReactNode } from 'react';
import { RecipePart } from '../controls/recipe-part.tsx';
import { SelectBox, TextBox } from '../controls/field.tsx';
import { Term } from '../glossary/term.tsx';
import { useLab } from '../lab-context.tsx';
import { TemplatesBox } from './templates-box.tsx';
import { draftOf } from './words-draft.ts';
import type { WordsDraft, WordsLab } from './words-lab-types.ts';
import { useWords, useWordsDraft, useWordsLab } from './words-lab-context.ts';

interface SentencePart {
  readonly id: string;
  /** Before the part. */
  readonly lead: ReactNode;
  readonly words: (draft: WordsDraft) => string;
  /** Right behind it, never at the beginning of a line. */
  readonly trail?: string;
  readonly fields: (lab: WordsLab) => ReactNode;
}

const counted = (text: string | number, one: string): string =>
  `${String(text)} ${one}${String(text) === '1' ? '' : 's'}`;

const seedCount = (seeds: string): number => seeds.split(',').filter((part) => part.trim() !== '').length;

const PARTS: readonly SentencePart[] = [
  {
    id: 'task',
    lead: 'Sort ',
    words: ({ task }) => task,
    fields: (lab) => <TaskField lab={lab} />,
  },
  {
    id: 'plm',
    lead: ' with ',
    words: ({ plm }) => plm,
    trail: ',',
    fields: (lab) => <PlmField lab={lab} />,
  },
  {
    id: 'templates',
    lead: ' asked by ',
    words: ({ templates }) => counted(templates.length, 'template'),
    trail: ',',
    fields: () => <TemplatesBox />,
  },
  {
    id: 'support',
    lead: (
      <>
        {' '}
        <Term of="calibration">calibrated</Term> on{' '}
      </>
    ),
    words: ({ support }) => counted(support, 'unlabelled text'),
    fields: () => <NumberField field="support" label="Unlabelled texts of a support set" />,
  },
  {
    id: 'seeds',
    lead: ' drawn ',
    words: ({ seeds }) => (seedCount(seeds) === 1 ? 'once' : `${String(seedCount(seeds))} times`),
    fields: () => <NumberField field="seeds" label="Seeds of the supports" hint="144,145,146 draws three" />,
  },
];

export function WordsSentence(): ReactNode {
  const lab = useWordsLab();
  const { view } = useLab();
  const [open, setOpen] = useState<string | null>(null);
  const draft = useWordsDraft((state) => state);
  const shown = useWords((state) => state.shown);
  const before = shown === null ? draft : draftOf(shown, draft);
  return (
    <>
      {PARTS.map((part) => (
        <span key={part.id} className="recipe-part">
          {part.lead}
          <span className="recipe-unbroken">
            <RecipePart
              words={part.words(draft)}
              shown={part.words(before)}
              isOpen={open === part.id}
              onOpen={(isOpen) => setOpen(isOpen ? part.id : null)}
              keep={() => {
                const kept = lab.draft.getState();
                return () => lab.draft.setState(kept, true);
              }}
              fields={() => part.fields(lab)}
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

function TaskField({ lab }: { readonly lab: WordsLab }): ReactNode {
  const { task, plm } = useWordsDraft((state) => state);
  return <SelectBox label="Task" value={task} options={lab.tasks} onChange={(to) => lab.choose(plm, to)} />;
}

function PlmField({ lab }: { readonly lab: WordsLab }): ReactNode {
  const { task, plm } = useWordsDraft((state) => state);
  return (
    <SelectBox
      label="Language model (PLM, frozen)"
      value={plm}
      options={lab.plms}
      onChange={(to) => lab.choose(to, task)}
    />
  );
}

function NumberField(props: {
  readonly field: 'support' | 'seeds';
  readonly label: string;
  readonly hint?: string;
}): ReactNode {
  const { field, ...box } = props;
  const lab = useWordsLab();
  const value = useWordsDraft((draft) => draft[field]);
  return <TextBox numeric {...box} value={value} onChange={(to) => lab.draft.setState({ [field]: to })} />;
}
