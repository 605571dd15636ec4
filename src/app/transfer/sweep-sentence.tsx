/** The recipe of the sweep shown as a sentence. A dotted part opens all settings at its field. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { TransferSweep } from '../../experiment/transfer/sweep-recipe.ts';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import type { SweepDraft } from '../sweep/sweep-draft.ts';
import { fieldSelector, type SweepField } from './sweep-field.ts';

interface SentencePart {
  readonly field: SweepField;
  /** Before the part, and behind it. */
  readonly lead: string;
  readonly trail?: string;
  readonly words: string;
}

const counted = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;

function partsOf(parts: {
  readonly tasks: number;
  readonly plm: string;
  readonly seeds: number;
  readonly steps: string;
  readonly testRows: string | null;
}): readonly SentencePart[] {
  const rows = parts.testRows === null ? 'all test rows' : `${parts.testRows} test rows`;
  return [
    { field: 'tasks', lead: '', words: counted(parts.tasks, 'task') },
    { field: 'plm', lead: ' on ', words: parts.plm },
    { field: 'seeds', lead: ', ', words: counted(parts.seeds, 'seed') },
    { field: 'steps', lead: ', ', words: `${parts.steps} steps`, trail: ' each' },
    { field: 'testRows', lead: ', ', words: rows },
  ];
}

const partsOfRecipe = ({ tasks, plm, seeds, training, testRows }: TransferSweep): readonly SentencePart[] =>
  partsOf({
    tasks: tasks.length,
    plm,
    seeds: seeds.length,
    steps: String(training.steps),
    testRows: testRows === null ? null : String(testRows),
  });

const partsOfDraft = ({ tasks, plm, seeds, steps, testRows }: SweepDraft): readonly SentencePart[] =>
  partsOf({
    tasks: tasks.length,
    plm,
    seeds: seeds.split(',').filter((part) => part.trim() !== '').length,
    steps,
    testRows: testRows.trim() === '' ? null : testRows,
  });

export function SweepSentence(): ReactNode {
  const lab = useLab();
  const draft = useStore(lab.sweepDraft);
  const recipe = useSweep((state) => state.recipe);
  const published = useSweep((state) => (state.origin === 'published' ? state.report : null));
  const open = (focus: string | null): void => lab.view.setState({ sheet: { focus } });
  return (
    <>
      {published !== null ? (
        <Published report={published} />
      ) : (
        (recipe === null ? partsOfDraft(draft) : partsOfRecipe(recipe)).map(
          ({ field, lead, words, trail = '' }) => (
            <span key={field} className="recipe-part">
              {lead}
              <button type="button" className="recipe-word" onClick={() => open(fieldSelector(field))}>
                {words}
              </button>
              {trail}
            </span>
          ),
        )
      )}{' '}
      <button type="button" className="recipe-all" aria-haspopup="dialog" onClick={() => open(null)}>
        all settings <span aria-hidden="true">▾</span>
      </button>
    </>
  );
}

function Published({ report }: { readonly report: TransferReport }): ReactNode {
  return `${counted(report.tasks.length, 'task')} on ${report.plm}, as Su et al. (2022) published them`;
}
