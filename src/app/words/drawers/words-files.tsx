/** The run shown, and its words, as files to keep or to hand on. */
import { useState, type ReactNode } from 'react';
import { Glossed } from '../../glossary/term.tsx';
import { saveFile } from '../../figures/save-file.ts';
import { useWordsLab } from '../words-lab-context.ts';
import type { WordsLab } from '../words-lab-types.ts';
import { useWordsShown } from '../words-reading.ts';

type FileKind = Parameters<WordsLab['file']>[0];

const KINDS: readonly { readonly kind: FileKind; readonly name: string; readonly type: string }[] = [
  { kind: 'plab', name: 'Experiment file (.plab)', type: 'application/zip' },
  { kind: 'openprompt-txt', name: 'Words as OpenPrompt reads them (.txt)', type: 'text/plain' },
  { kind: 'openprompt-json', name: 'Words as OpenPrompt reads them (.json)', type: 'application/json' },
];

export function WordsFiles(): ReactNode {
  const lab = useWordsLab();
  const { run } = useWordsShown();
  const [missing, setMissing] = useState<FileKind | null>(null);
  const save = async (kind: FileKind, type: string): Promise<void> => {
    setMissing(null);
    const file = await lab.file(kind);
    if (file === null) setMissing(kind);
    else saveFile(file.name, type, file.bytes);
  };
  return (
    <section className="figure figure-wide run-files" aria-labelledby="words-files-title">
      <h3 id="words-files-title">Take the words with you</h3>
      {run !== null && (
        <p className="quiet provenance">
          {Object.entries(run.madeBy)
            .filter(([, value]) => value !== '')
            .map(([name, value]) => (
              <span key={name}>
                {name}: <code>{value}</code>{' '}
              </span>
            ))}
        </p>
      )}
      <p className="quiet">
        The experiment file opens here, in the Library or with <code>lab report</code>;{' '}
        <Glossed text="the lists of words with any program that reads OpenPrompt’s verbalizers." />
      </p>
      <div className="banner-actions">
        {KINDS.map(({ kind, name, type }) => (
          <button key={kind} type="button" disabled={run === null} onClick={() => void save(kind, type)}>
            {name}
          </button>
        ))}
      </div>
      {missing !== null && (
        <p className="field-error" role="alert">
          This run was not kept whole, so there is no such file of it. Sort live to get one.
        </p>
      )}
    </section>
  );
}
