/** The words of a run as files of OpenPrompt's kind. */
import { verbalizerOf, writeVerbalizerFile } from '../../../data/verbalizers/verbalizer-file.ts';
import type { VerbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';

export interface WordsFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All words of a run's first task that its PLM could be asked for. @throws LabError `label-words` */
export function openPromptFile(record: VerbalizeRecord, format: 'txt' | 'json'): WordsFile {
  const [task] = record.recipe.tasks;
  const classes = record.words[task];
  const verbalizer = verbalizerOf({
    name: `${task}-words`,
    labels: classes.map(({ label }) => label),
    words: classes.map(({ words }) =>
      words.map(({ word, score, source, path }) => ({ word, score, source, path })),
    ),
    made: { how: 'own' },
  });
  const { name, text } = writeVerbalizerFile(verbalizer, format);
  return { name, bytes: new TextEncoder().encode(text) };
}
