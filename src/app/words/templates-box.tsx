/** The templates that the PLM is asked by, a line each. */
import type { ReactNode } from 'react';
import { FieldBox, type FieldNote } from '../controls/field.tsx';
import { useWordsDraft, useWordsLab } from './words-lab-context.ts';

const notesOf = (templates: readonly string[]): readonly FieldNote[] =>
  templates.flatMap((template, index): readonly FieldNote[] =>
    template.trim() === '' || template.includes('[MASK]')
      ? []
      : [{ severity: 'error', message: `Line ${String(index + 1)} has no [MASK] to be filled in.` }],
  );

export function TemplatesBox(): ReactNode {
  const lab = useWordsLab();
  const templates = useWordsDraft((draft) => draft.templates);
  return (
    <FieldBox
      label="Templates, a line each"
      hint="{a} is the text, [MASK] where the word is asked for."
      notes={notesOf(templates)}
    >
      {(attributes) => (
        <textarea
          {...attributes}
          rows={4}
          spellCheck={false}
          value={templates.join('\n')}
          onChange={({ target }) => lab.draft.setState({ templates: target.value.split('\n') })}
        />
      )}
    </FieldBox>
  );
}
