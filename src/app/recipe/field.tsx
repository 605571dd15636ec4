/** A labelled box of the form: what is wrong with it stands beside it and belongs to it for screen readers too. */
import { useId, type ReactNode } from 'react';
import { useDraft, useLab } from '../lab-context.tsx';
import { changeDraft, changeOptimizerField, problemsOf, type DraftState } from './draft-store.ts';
import type { RecipeDraft } from './recipe-draft.ts';
import type { FieldProblem } from './read-draft.ts';

/** Fields that are typed as text; the others are choices. */
type TextField = {
  [K in keyof RecipeDraft]: RecipeDraft[K] extends string
    ? string extends RecipeDraft[K]
      ? K
      : never
    : never;
}[keyof RecipeDraft];

export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly field: keyof RecipeDraft;
  readonly index?: number | string;
  readonly className?: string;
  readonly children: (attributes: ControlAttributes) => ReactNode;
}

export function Field({ label, hint, field, index, className, children }: FieldProps): ReactNode {
  const id = useId();
  const problems = useProblems(field, index);
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...problems.map((_, i) => `${id}-problem-${i}`),
  ].join(' ');
  return (
    <div className={`field ${className ?? ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': problems.some(({ severity }) => severity === 'error'),
      })}
      {hint !== undefined && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {problems.map(({ severity, message }, i) => (
        <p
          key={message}
          id={`${id}-problem-${i}`}
          className={severity === 'error' ? 'field-error' : 'field-warning'}
        >
          {severity === 'warning' && <span className="visually-hidden">Warning: </span>}
          {message}
        </p>
      ))}
    </div>
  );
}

/** The problems of a field; both lists are replaced as wholes, so reading them apart is stable. */
function useProblems(field: keyof RecipeDraft, index: number | string | undefined): readonly FieldProblem[] {
  const reading = useDraft((state) => state.reading);
  const workerProblems = useDraft((state) => state.workerProblems);
  return problemsOf({ reading, workerProblems }, field, index);
}

export interface TextFieldProps {
  readonly field: TextField;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** Numbers get a keypad on phones; they stay texts, so that half-typed ones survive. */
  readonly numeric?: boolean;
  readonly className?: string;
}

export function TextInput({ field, label, hint, numeric, className }: TextFieldProps): ReactNode {
  const lab = useLab();
  const value = useDraft((state) => state.draft[field]);
  return (
    <Field field={field} label={label} hint={hint} className={className ?? ''}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          inputMode={numeric === true ? 'decimal' : 'text'}
          autoComplete="off"
          spellCheck={false}
          className={numeric === true ? 'numeric' : ''}
          value={value}
          onChange={({ target }) => changeDraft(lab.draft, { [field]: target.value })}
        />
      )}
    </Field>
  );
}

export interface ChoiceFieldProps<K extends keyof RecipeDraft> {
  readonly field: K;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly options: readonly (readonly [RecipeDraft[K] & string, string])[];
  readonly className?: string;
}

export function ChoiceInput<K extends keyof RecipeDraft>(props: ChoiceFieldProps<K>): ReactNode {
  const { field, label, hint, options, className } = props;
  const lab = useLab();
  const value = useDraft((state: DraftState) => state.draft[field]);
  return (
    <Field field={field} label={label} hint={hint} className={className ?? ''}>
      {(attributes) => (
        <select
          {...attributes}
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => changeDraft(lab.draft, { [field]: target.value })}
        >
          {options.map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
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
  const change = (text: string): void => changeOptimizerField(lab.draft, name, text);
  if (isFlag)
    return (
      <label className="check">
        <input
          type="checkbox"
          checked={value === 'true'}
          onChange={({ target }) => change(String(target.checked))}
        />
        {label}
      </label>
    );
  return (
    <Field field="optimizerFields" index={name} label={label}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          className="numeric"
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
}
