/** Where files come in: chosen, or pasted as text. What is dropped the page around takes, and hands on. */
import { useId, useState, type ReactNode } from 'react';
import type { OwnFile } from '../../../protocol/task-protocol.ts';
import { Segmented } from '../../controls/segmented.tsx';
import { ProblemAt } from './problem-at.tsx';
import { useImportSession } from './use-import.ts';

const ENDINGS = '.csv,.tsv,.tab,.jsonl,.ndjson,.json,.zip';

export const ownFiles = (files: Iterable<File>): readonly OwnFile[] =>
  Array.from(files, (content) => ({ name: content.name, content }));

export function ChooseFiles(): ReactNode {
  const session = useImportSession();
  const id = useId();
  const take = (files: Iterable<File>): void => {
    const own = ownFiles(files);
    if (own.length > 0) void session.take(own);
  };
  return (
    <div className="import-choose">
      <div className="drop-place">
        <label htmlFor={`${id}-files`}>Choose files, or drop them on this page</label>
        <input
          id={`${id}-files`}
          type="file"
          multiple
          accept={ENDINGS}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            take(target.files ?? []);
            // The same file can be chosen again after it was mended.
            target.value = '';
          }}
        />
        <p className="hint" id={`${id}-hint`}>
          CSV, TSV, JSONL or JSON with a text and a class a row; several files for train, dev and test; or a
          zip of them, or of a task folder. Up to 256 MiB. Nothing is uploaded.
        </p>
      </div>
      <ProblemAt place="files" />
      <PasteRows />
    </div>
  );
}

type PastedKind = 'csv' | 'tsv' | 'jsonl';

const KINDS: readonly (readonly [PastedKind, string])[] = [
  ['csv', 'CSV'],
  ['tsv', 'TSV (from a spreadsheet)'],
  ['jsonl', 'JSONL'],
];

function PasteRows(): ReactNode {
  const session = useImportSession();
  const id = useId();
  const [kind, setKind] = useState<PastedKind>('csv');
  const [text, setText] = useState('');
  return (
    <details className="more import-paste">
      <summary>Or paste rows</summary>
      <Segmented legend="Written as" value={kind} options={KINDS} onChange={setKind} />
      <div className="field">
        <label htmlFor={id}>Rows</label>
        <textarea
          id={id}
          rows={6}
          spellCheck={false}
          value={text}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => setText(target.value)}
        />
        <p className="hint" id={`${id}-hint`}>
          {kind === 'jsonl' ? 'One object a line.' : 'The first row names the columns.'}
        </p>
      </div>
      <button
        type="button"
        disabled={text.trim() === ''}
        onClick={() => void session.take([{ name: `pasted.${kind}`, content: new Blob([text]) }])}
      >
        Use these rows
      </button>
    </details>
  );
}
