/** Where lists of label words come in from files. */
import { useId, type ReactNode } from 'react';
import { useLab } from '../lab-context.tsx';
import { pickedFiles } from './dropped-files.ts';

export function BringVerbalizers(): ReactNode {
  const { library } = useLab();
  const id = useId();
  return (
    <div className="bring-files">
      <h3>Label words from this device</h3>
      <p className="hint" id={`${id}-hint`}>
        A verbalizer of the lab (.verbalizer.json), or OpenPrompt’s: .txt or .csv, a line a class, words
        between commas; .json or .jsonl, class → words.
      </p>
      <div className="bring-inputs">
        <label htmlFor={id}>Lists of label words</label>
        <input
          id={id}
          type="file"
          multiple
          accept=".txt,.csv,.json,.jsonl"
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            if (target.files !== null && target.files.length > 0)
              void library.takeVerbalizers(pickedFiles(target.files));
          }}
        />
      </div>
    </div>
  );
}
