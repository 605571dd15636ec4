/** Templates and label words from OpenPrompt's files, and to them. */
import { useRef, useState, type ReactNode } from 'react';
import {
  templateFile,
  templatesIn,
  verbalizerFile,
  verbalizersIn,
  type FileChoice,
} from '../../data/openprompt-choices.ts';
import { LabError, toErrorData } from '../../errors/lab-error.ts';
import { saveFile } from '../figures/save-file.ts';
import { useDraft, useLab } from '../lab-context.tsx';
import { changeDraft } from './draft-store.ts';
import { splitWords } from './read-draft.ts';

/** The largest of OpenPrompt's verbalizers have some hundred kilobytes. */
const MOST_BYTES = 2e6;

interface FileButtonsProps<T> {
  /** What is in the files: “template”, “label words”. */
  readonly what: string;
  readonly accept: string;
  /** @throws LabError */
  readonly read: (text: string, file: string) => readonly FileChoice<T>[];
  /** How a choice is called in the list. */
  readonly describe: (value: T) => string;
  /** Takes a choice over; resolves with what is to be said about it. */
  readonly take: (value: T) => Promise<string>;
  /** The file's name and content. @throws LabError */
  readonly write: () => { readonly name: string; readonly type: string; readonly text: string };
}

interface Loaded<T> {
  readonly file: string;
  readonly choices: readonly FileChoice<T>[];
}

/** “Load” and “Save”; where a file holds several, a list to choose from. */
function FileButtons<T>({ what, accept, read, describe, take, write }: FileButtonsProps<T>): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [loaded, setLoaded] = useState<Loaded<T> | null>(null);
  const [said, setSaid] = useState<{ readonly text: string; readonly isProblem: boolean } | null>(null);
  const attempt = async (work: () => Promise<string> | string): Promise<void> => {
    try {
      setSaid({ text: await work(), isProblem: false });
    } catch (thrown) {
      const { message, remedy } = toErrorData(thrown, 'file');
      setSaid({ text: `${message} ${remedy}`, isProblem: true });
    }
  };
  const load = async (file: File): Promise<string> => {
    setLoaded(null);
    if (file.size > MOST_BYTES) {
      throw new LabError({
        code: 'file',
        message: `${file.name} has more than ${MOST_BYTES / 1e6} MB.`,
        remedy: 'Give a file of OpenPrompt’s templates or verbalizers.',
        where: file.name,
      });
    }
    const choices = read(await file.text(), file.name);
    const [only] = choices;
    if (choices.length > 1 || only === undefined) {
      setLoaded({ file: file.name, choices });
      return `${file.name} holds ${choices.length}: choose one.`;
    }
    return takeChoice(only, file.name);
  };
  const takeChoice = (choice: FileChoice<T>, file: string): Promise<string> => {
    if (choice.problem === null) return take(choice.value);
    throw new LabError({ code: 'file', message: choice.problem, remedy: '', where: file });
  };
  return (
    <div className="openprompt">
      <div className="openprompt-buttons">
        <button type="button" className="small" onClick={() => input.current?.click()}>
          From OpenPrompt…<span className="visually-hidden"> ({what})</span>
        </button>
        <button
          type="button"
          className="small"
          onClick={() =>
            void attempt(() => {
              const { name, type, text } = write();
              saveFile(name, type, text);
              return '';
            })
          }
        >
          To OpenPrompt<span className="visually-hidden"> ({what})</span>
        </button>
      </div>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={`OpenPrompt file with ${what}`}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) void attempt(() => load(file));
          target.value = '';
        }}
      />
      {loaded !== null && (
        <select
          aria-label={`Which ${what} of ${loaded.file}`}
          defaultValue=""
          onChange={({ target }) => {
            const choice = loaded.choices.find(({ number }) => String(number) === target.value);
            if (choice === undefined) return;
            void attempt(() => takeChoice(choice, loaded.file));
          }}
        >
          <option value="" disabled>
            choose one of {loaded.file}
          </option>
          {loaded.choices.map(({ number, value }) => (
            <option key={number} value={number}>
              {number}: {value === null ? 'can’t be used here' : describe(value)}
            </option>
          ))}
        </select>
      )}
      {said !== null && said.text !== '' && (
        <p
          className={said.isProblem ? 'field-error wrap' : 'hint wrap'}
          role={said.isProblem ? 'alert' : 'status'}
        >
          {said.text}
        </p>
      )}
    </div>
  );
}

export function TemplateFiles(): ReactNode {
  const lab = useLab();
  return (
    <FileButtons
      what="template"
      accept=".txt"
      read={templatesIn}
      describe={(template) => template}
      take={(template) => {
        changeDraft(lab.draft, { template });
        return Promise.resolve('');
      }}
      write={() => {
        const { task, template } = lab.draft.getState().draft;
        return { name: `${task}-template.txt`, type: 'text/plain', text: templateFile(template) };
      }}
    />
  );
}

export function LabelWordFiles(): ReactNode {
  const lab = useLab();
  const labels = useDraft((state) => state.task?.labels ?? null);
  if (labels === null) return null;
  const take = async (words: readonly (readonly string[])[]): Promise<string> => {
    const { plm } = lab.draft.getState().draft;
    // Lists of knowledge bases have words that the PLM can't use; a plain one has none.
    const { labelWords, dropped } = await lab.client.usableWords(plm, labels, words);
    changeDraft(lab.draft, { labelWords: labelWords.map((list) => list.join(', ')) });
    const count = dropped.reduce((sum, list) => sum + list.length, 0);
    return count === 0
      ? ''
      : `${count} words were left out: of several tokens, unknown to ${plm}, or shared between classes.`;
  };
  return (
    <FileButtons
      what="label words"
      accept=".txt,.csv,.json,.jsonl"
      read={(text, file) => verbalizersIn(text, labels, file)}
      describe={(words) => words.map((list) => list.slice(0, 3).join(', ')).join('; ')}
      take={take}
      write={() => {
        const { task, labelWords } = lab.draft.getState().draft;
        const text = verbalizerFile(labels, labelWords.map(splitWords));
        return { name: `${task}-label-words.json`, type: 'application/json', text };
      }}
    />
  );
}
