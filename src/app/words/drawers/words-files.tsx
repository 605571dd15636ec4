/** The run shown as a file, and its words as they are now: to hand on, to keep, to train with. */
import { useState, type ReactNode } from 'react';
import { writeVerbalizerFile, type VerbalizerFormat } from '../../../data/verbalizers/verbalizer-file.ts';
import { toErrorData } from '../../../errors/lab-error.ts';
import type { StoredVerbalizer } from '../../../experiment/verbalizer/verbalizer.ts';
import { Provenance } from '../../controls/provenance.tsx';
import { Glossed } from '../../glossary/term.tsx';
import { saveFile } from '../../figures/save-file.ts';
import { useLab } from '../../lab-context.tsx';
import { trainWithWords } from '../train-with-words.ts';
import { useWordsLab } from '../words-lab-context.ts';
import { useWordsShown } from '../words-reading.ts';
import { wordsAsTheyAre } from '../words-as-they-are.ts';

const FORMATS: readonly {
  readonly format: VerbalizerFormat;
  readonly name: string;
  readonly type: string;
}[] = [
  { format: 'txt', name: 'OpenPrompt .txt', type: 'text/plain' },
  { format: 'csv', name: '.csv', type: 'text/csv' },
  { format: 'json', name: 'OpenPrompt .json', type: 'application/json' },
  { format: 'lab', name: 'The lab’s own .json, with sources and paths', type: 'application/json' },
];

export function WordsFiles(): ReactNode {
  const lab = useWordsLab();
  const { run, reading } = useWordsShown();
  const [missing, setMissing] = useState(false);
  const save = async (): Promise<void> => {
    const file = await lab.file();
    setMissing(file === null);
    if (file !== null) saveFile(file.name, 'application/zip', file.bytes);
  };
  return (
    <section className="figure figure-wide run-files" aria-labelledby="words-files-title">
      <h3 id="words-files-title">Take the words with you</h3>
      {run !== null && <Provenance madeBy={run.madeBy} />}
      <p className="quiet">
        The experiment file opens here, in the Library or with <code>lab report</code>;{' '}
        <Glossed text="the lists of words with any program that reads OpenPrompt’s verbalizers." />
      </p>
      <div className="banner-actions">
        <button type="button" disabled={run === null} onClick={() => void save()}>
          Experiment file (.plab)
        </button>
      </div>
      {missing && (
        <p className="field-error" role="alert">
          This run was not kept whole, so there is no such file of it. Sort live to get one.
        </p>
      )}
      {run === null || reading === null ? (
        <p className="quiet">The words follow when their logits are there.</p>
      ) : (
        <OwnWords
          words={wordsAsTheyAre(run, reading)}
          plm={run.plm}
          task={run.task.task}
          template={run.task.templates[reading.template]}
        />
      )}
    </section>
  );
}

interface OwnWordsProps {
  readonly words: StoredVerbalizer;
  readonly plm: string;
  readonly task: string;
  readonly template: string;
}

/** The words that count now: refined as the switches say, without those dropped. */
function OwnWords({ words, plm, task, template }: OwnWordsProps): ReactNode {
  const page = useLab();
  const lab = useWordsLab();
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = async (work: () => void | Promise<void>): Promise<void> => {
    setProblem(null);
    try {
      await work();
    } catch (thrown) {
      const { message, remedy } = toErrorData(thrown);
      setProblem(`${message} ${remedy}`);
    }
  };
  const keep = async (): Promise<void> => {
    const name = await lab.keep(words);
    setSaid(name === null ? null : `Kept as “${name}”, in the Library and among the lists of words here.`);
  };
  return (
    <>
      <p>
        The {words.words.reduce((sum, own) => sum + own.length, 0).toLocaleString('en')} words that count now:
      </p>
      <div className="banner-actions">
        {FORMATS.map(({ format, name, type }) => (
          <button
            key={format}
            type="button"
            onClick={() =>
              void attempt(() => {
                const file = writeVerbalizerFile(words, format);
                saveFile(file.name, type, file.text);
              })
            }
          >
            {name}
          </button>
        ))}
        <button type="button" onClick={() => void keep()}>
          Keep in the Library
        </button>
        <button
          type="button"
          onClick={() => void attempt(() => trainWithWords(page, plm, task, template, words))}
        >
          Train a soft prompt with these words
        </button>
      </div>
      {said !== null && <p role="status">{said}</p>}
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
