/** A labelled box with its hint, and what is wrong with it beside it. */
import { useId, type ReactNode } from 'react';
import { useImport } from './use-import.ts';
import type { FormPlace } from './import-form.ts';

export interface FormFieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly invalid?: boolean;
  readonly children: (attributes: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}

export function FormField({ label, hint, invalid, children }: FormFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
        'aria-invalid': invalid === true,
      })}
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface TextBoxProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  readonly invalid?: boolean;
  readonly numeric?: boolean;
}

export function TextBox(props: TextBoxProps): ReactNode {
  const { label, hint, value, onChange, placeholder, invalid, numeric } = props;
  return (
    <FormField label={label} hint={hint} invalid={invalid === true}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          inputMode={numeric === true ? 'decimal' : 'text'}
          className={numeric === true ? 'numeric' : ''}
          autoComplete="off"
          placeholder={placeholder}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </FormField>
  );
}

/** The problem that belongs here, with what to do about it. */
export function ProblemAt({ place }: { readonly place: FormPlace }): ReactNode {
  const problem = useImport((state) => state.problem);
  if (problem?.place !== place) return null;
  const { message, remedy } = problem.error;
  return (
    <p className="field-error wrap" role="alert">
      {message} {remedy}
    </p>
  );
}

/** Whether the problem belongs here. */
export function useProblemAt(place: FormPlace): boolean {
  return useImport((state) => state.problem?.place === place);
}
