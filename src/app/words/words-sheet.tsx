/** All settings of the place: the form of a run, and the words of one's own. */
import type { ReactNode } from 'react';
import { SelectBox, TextBox, CheckBox } from '../controls/field.tsx';
import { Sheet } from '../frame/sheet.tsx';
import { useLab, useView } from '../lab-context.tsx';
import { ExpandForm } from './expand-form.tsx';
import { TemplatesBox } from './templates-box.tsx';
import { problemsOf } from './words-draft.ts';
import { useWords, useWordsDraft, useWordsLab } from './words-lab-context.ts';
import type { WordsDraft } from './words-lab-types.ts';

export function WordsSheet(): ReactNode {
  const { view } = useLab();
  const sheet = useView((state) => state.sheet);
  if (sheet === null) return null;
  const close = (): void => view.setState({ sheet: null });
  return (
    <Sheet title="All settings" focus={sheet.focus} onClose={close}>
      <RunForm onStart={close} />
      <ExpandForm />
    </Sheet>
  );
}

const HANDLINGS = [
  ['mean', 'mean of their logits'],
  ['first', 'the first token alone'],
  ['max', 'the likeliest token'],
] as const;

function RunForm({ onStart }: { readonly onStart: () => void }): ReactNode {
  const lab = useWordsLab();
  const draft = useWordsDraft((state) => state);
  const change = (part: Partial<WordsDraft>): void => lab.draft.setState(part);
  const problems = problemsOf(draft);
  const lists = useWords((state) => state.wordLists);
  const numeric = (
    field: 'support' | 'seeds' | 'rows' | 'frequencyCut',
    label: string,
    hint: string,
  ): ReactNode => {
    const problem = problems[field];
    return (
      <TextBox
        numeric
        label={label}
        hint={hint}
        value={draft[field]}
        onChange={(value) => change({ [field]: value })}
        notes={problem === undefined ? [] : [{ severity: 'error', message: problem }]}
      />
    );
  };
  return (
    <form
      className="words-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(problems).length > 0) return;
        lab.start();
        onStart();
      }}
    >
      <SelectBox
        label="Task"
        value={draft.task}
        options={lab.tasks}
        onChange={(task) => lab.choose(draft.plm, task)}
      />
      <SelectBox
        label="Language model (PLM, frozen)"
        value={draft.plm}
        options={lab.plms}
        onChange={(plm) => lab.choose(plm, draft.task)}
      />
      <TemplatesBox />
      <div className="field-row">
        {numeric('support', 'Unlabelled texts', 'of a support set')}
        {numeric('seeds', 'Seeds', 'one a support set')}
      </div>
      <div className="field-row">
        {numeric('rows', 'Test rows', 'to be sorted')}
        {numeric('frequencyCut', 'Rare words', 'share of the vocabulary; empty for what is usual')}
      </div>
      <SelectBox
        label="A word of several tokens counts with"
        value={draft.handling}
        options={HANDLINGS}
        onChange={(handling) => change({ handling })}
      />
      <CheckBox
        label="Only words of one token"
        checked={draft.oneToken}
        onChange={(oneToken) => change({ oneToken })}
      />
      <SelectBox
        label="Label words"
        value={draft.words}
        options={lists}
        onChange={(words) => change({ words })}
      />
      <button type="submit" className="primary">
        Sort live
      </button>
    </form>
  );
}
