import { useState, type ReactNode } from 'react';

/** Copies a text; where the clipboard is refused, says so and shows the text to copy by hand. */
export function CopyButton({
  label,
  text,
}: {
  readonly label: string;
  readonly text: () => string;
}): ReactNode {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  return (
    <>
      <button type="button" className="small" onClick={() => void copy()}>
        {state === 'copied' ? 'Copied' : label}
      </button>
      {state === 'refused' && (
        <textarea
          readOnly
          className="diagnostics"
          aria-label="Text to copy by hand"
          rows={8}
          value={text()}
          onFocus={({ target }) => target.select()}
        />
      )}
    </>
  );
}
