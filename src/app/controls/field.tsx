/**
 * Boxes of a form, for all places: a label, a hint, and what is wrong, which stands beside the box and belongs to it for
 * screen readers too. They know nothing of what they edit.
 */
import { useId, type ReactNode } from 'react';

export interface FieldNote {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

export interface FieldBoxProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly notes?: readonly FieldNote[];
  /** What is wrong is said elsewhere. */
  readonly invalid?: boolean;
  readonly className?: string;
  readonly children: (attributes: ControlAttributes) => ReactNode;
}

const NOTHING: readonly FieldNote[] = [];

export function FieldBox(props: FieldBoxProps): ReactNode {
  const { label, hint, notes = NOTHING, invalid = false, className = '', children } = props;
  const id = useId();
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...notes.map((_, index) => `${id}-note-${index}`),
  ].join(' ');
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': invalid || notes.some(({ severity }) => severity === 'error'),
      })}
      {hint !== undefined && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {notes.map(({ severity, message }, index) => (
        <p
          key={message}
          id={`${id}-note-${index}`}
          className={severity === 'error' ? 'field-error' : 'field-warning'}
        >
          {severity === 'warning' && <span className="visually-hidden">Warning: </span>}
          {message}
        </p>
      ))}
    </div>
  );
}

type BoxProps = Omit<FieldBoxProps, 'children'>;

export interface TextBoxProps extends BoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Numbers get a keypad on phones; they stay texts, so that half-typed ones survive. */
  readonly numeric?: boolean;
  readonly placeholder?: string;
}

export function TextBox({ value, onChange, numeric = false, placeholder, ...box }: TextBoxProps): ReactNode {
  return (
    <FieldBox {...box}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          inputMode={numeric ? 'decimal' : 'text'}
          autoComplete="off"
          spellCheck={false}
          className={numeric ? 'numeric' : ''}
          placeholder={placeholder}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </FieldBox>
  );
}

export interface SelectBoxProps<T extends string> extends BoxProps {
  readonly value: T;
  /** Values, and what they are called. */
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

/** One of many by name; the operating system's own list, which keyboards, phones and screen readers know. */
export function SelectBox<T extends string>({
  value,
  options,
  onChange,
  ...box
}: SelectBoxProps<T>): ReactNode {
  return (
    <FieldBox {...box}>
      {(attributes) => (
        <select
          {...attributes}
          value={value}
          onChange={({ target }) => {
            const chosen = options.find(([option]) => option === target.value);
            if (chosen !== undefined) onChange(chosen[0]);
          }}
        >
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </FieldBox>
  );
}

export interface CheckBoxProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function CheckBox({ label, checked, onChange }: CheckBoxProps): ReactNode {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
      <span>{label}</span>
    </label>
  );
}
