/**
 * The recipe as a sentence. Each dotted part is a button that opens its fields in place: Enter applies, Esc restores. What
 * differs from the run shown stands struck beside what it is now.
 */
import { useState, type ReactNode } from 'react';
import { OPTIMISER_KINDS, OPTIMISERS } from '../../experiment/optimisers.ts';
import { RecipePart } from '../controls/recipe-part.tsx';
import { useDraft, useLab, useRun, useShelf } from '../lab-context.tsx';
import { modelsOn, tasksOn } from '../library/shelf.ts';
import { changeDraft } from '../recipe/draft-store.ts';
import { ChoiceInput, TextInput } from '../recipe/field.tsx';
import { draftOf, type RecipeDraft } from '../recipe/recipe-draft.ts';

interface SentencePart {
  readonly id: string;
  /** Before the part. */
  readonly lead: string;
  readonly words: (draft: RecipeDraft) => string;
  readonly fields: () => ReactNode;
  /** Behind the part, not to be changed there. */
  readonly trail?: (draft: RecipeDraft) => string;
}

const PARTS: readonly SentencePart[] = [
  {
    id: 'tokens',
    lead: '',
    words: ({ promptLength }) => `${promptLength} soft ${promptLength === '1' ? 'token' : 'tokens'}`,
    fields: () => <TextInput field="promptLength" label="Soft tokens" numeric />,
  },
  {
    id: 'task',
    lead: 'learn',
    words: ({ task }) => task,
    fields: () => <TaskChoice />,
    trail: ({ labelWords }) => questionOf(labelWords),
  },
  { id: 'plm', lead: 'on', words: ({ plm }) => plm, fields: () => <PlmChoice /> },
  {
    id: 'optimiser',
    lead: 'with',
    words: ({ optimizer, learningRate }) => `${OPTIMISERS[optimizer].label} ${learningRate}`,
    fields: () => (
      <>
        <ChoiceInput
          field="optimizer"
          label="Optimiser"
          options={OPTIMISER_KINDS.map((kind) => [kind, OPTIMISERS[kind].label] as const)}
        />
        <TextInput field="learningRate" label="Learning rate" numeric />
      </>
    ),
  },
  {
    id: 'steps',
    lead: '',
    words: ({ steps }) => `${steps} steps`,
    fields: () => <TextInput field="steps" label="Steps" numeric />,
  },
  {
    id: 'seed',
    lead: '',
    words: ({ seed }) => `seed ${seed}`,
    fields: () => <TextInput field="seed" label="Seed" numeric />,
  },
];

/** More classes than this are counted instead of named. */
const MOST_NAMED = 4;

/** What the label words ask, e.g. `(opinion or fact?)`. */
function questionOf(labelWords: readonly string[]): string {
  if (labelWords.length > MOST_NAMED) return `(${String(labelWords.length)} classes)`;
  const words = labelWords.map((line) => line.split(',')[0].trim());
  return `(${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}?)`;
}

export function RecipeSentence(): ReactNode {
  const lab = useLab();
  const [open, setOpen] = useState<string | null>(null);
  const draft = useDraft((state) => state.draft);
  const shown = useRun((state) => state.recipe);
  const warnings = useRun((state) => state.warnings);
  return (
    <>
      {PARTS.map((part, index) => (
        <span key={part.id} className="recipe-part">
          {part.lead === '' ? (index === 0 ? '' : ', ') : ` ${part.lead} `}
          <RecipePart
            words={part.words(draft)}
            shown={part.words(shown === null ? draft : draftOf(shown))}
            isOpen={open === part.id}
            onOpen={(isOpen) => setOpen(isOpen ? part.id : null)}
            keep={() => {
              const before = lab.draft.getState().draft;
              return () => changeDraft(lab.draft, before);
            }}
            fields={part.fields}
          />
          {part.trail !== undefined && ` ${part.trail(draft)}`}
        </span>
      ))}
      <button
        type="button"
        className="recipe-all"
        aria-expanded={false}
        onClick={() => lab.view.setState({ sheet: { focus: null } })}
      >
        all settings <span aria-hidden="true">▾</span>
      </button>
      {warnings.map((warning) => (
        <p key={warning} className="recipe-note quiet">
          {warning}
        </p>
      ))}
    </>
  );
}

function TaskChoice(): ReactNode {
  const tasks = useShelf((state) => state);
  return (
    <ChoiceInput
      field="task"
      label="Task"
      options={tasksOn(tasks).map(({ name, title, family }) => [name, `${title} (${family})`] as const)}
    />
  );
}

function PlmChoice(): ReactNode {
  const shelf = useShelf((state) => state);
  const plm = useDraft((state) => state.draft.plm);
  const known = modelsOn(shelf).map(({ name, title }): readonly [string, string] => [name, title]);
  const isKnown = known.some(([name]) => name === plm);
  return (
    <ChoiceInput
      field="plm"
      label="Language model (frozen)"
      options={isKnown ? known : [[plm, plm], ...known]}
    />
  );
}
