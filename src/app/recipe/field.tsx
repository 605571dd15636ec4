/** The form kit's boxes, each bound to a field of the recipe being typed. */
import type { ReactNode } from 'react';
import {
  CheckBox,
  FieldBox,
  SelectBox,
  TextBox,
  type ControlAttributes,
  type FieldNote,
} from '../controls/field.tsx';
import { useDraft, useLab } from '../lab-context.tsx';
import { changeDraft, changeOptimizerField, problemsOf } from './draft-store.ts';
import type { RecipeDraft } from './recipe-draft.ts';

/** Fields that are typed as text; the others are choices. */
type TextField = {
  [K in keyof RecipeDraft]: RecipeDraft[K] extends string
    ? string extends RecipeDraft[K]
      ? K
      : never
    : never;
}[keyof RecipeDraft];

type ChoiceField = {
  [K in keyof RecipeDraft]: RecipeDraft[K] extends string ? K : never;
}[keyof RecipeDraft];

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly field: keyof RecipeDraft;
  readonly index?: number;
  readonly className?: string;
  readonly children: (attributes: ControlAttributes) => ReactNode;
}

export function Field({ field, index, ...box }: FieldProps): ReactNode {
  return <FieldBox {...box} notes={useNotes(field, index)} />;
}

/** What is wrong with a field; both lists are replaced as wholes, so reading them apart is stable. */
function useNotes(field: keyof RecipeDraft, index?: number | string): readonly FieldNote[] {
  const reading = useDraft((state) => state.reading);
  const workerProblems = useDraft((state) => state.workerProblems);
  return problemsOf({ reading, workerProblems }, field, index);
}

export interface TextInputProps {
  readonly field: TextField;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly numeric?: boolean;
  readonly className?: string;
}

export function TextInput({ field, ...box }: TextInputProps): ReactNode {
  const lab = useLab();
  const value = useDraft((state) => state.draft[field]);
  return (
    <TextBox
      {...box}
      notes={useNotes(field)}
      value={value}
      onChange={(text) => changeDraft(lab.draft, { [field]: text })}
    />
  );
}

export interface ChoiceInputProps<K extends ChoiceField> {
  readonly field: K;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly options: readonly (readonly [RecipeDraft[K], string])[];
  readonly className?: string;
}

export function ChoiceInput<K extends ChoiceField>({ field, ...box }: ChoiceInputProps<K>): ReactNode {
  const lab = useLab();
  const value = useDraft((state) => state.draft[field]);
  return (
    <SelectBox<RecipeDraft[K]>
      {...box}
      notes={useNotes(field)}
      value={value}
      onChange={(chosen) => changeDraft(lab.draft, { [field]: chosen })}
    />
  );
}

export interface OptimizerInputProps {
  /** One of the chosen optimiser's fields. */
  readonly name: string;
  readonly label: string;
  readonly isFlag: boolean;
}

export function OptimizerInput({ name, label, isFlag }: OptimizerInputProps): ReactNode {
  const lab = useLab();
  const value = useDraft((state) => state.draft.optimizerFields[name] ?? '');
  const notes = useNotes('optimizerFields', name);
  const change = (text: string): void => changeOptimizerField(lab.draft, name, text);
  return isFlag ? (
    <CheckBox label={label} checked={value === 'true'} onChange={(checked) => change(String(checked))} />
  ) : (
    <TextBox label={label} numeric notes={notes} value={value} onChange={change} />
  );
}
