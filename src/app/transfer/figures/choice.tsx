import { useId, type ReactNode } from 'react';

export interface ChoiceProps {
  readonly label: string;
  readonly value: number;
  /** Value and what it is called. */
  readonly options: readonly (readonly [number, string])[];
  readonly onChange: (value: number) => void;
}

/** One of many by name; the operating system's own list, which keyboards, phones and screen readers know. */
export function Choice({ label, value, options, onChange }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <span className="transfer-choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
