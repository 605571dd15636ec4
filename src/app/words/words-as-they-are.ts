/** The words that count now, with everything that was switched, dropped and taken back, as a verbalizer. Pure. */
import { verbalizerOf } from '../../data/verbalizers/verbalizer-file.ts';
import { columnsOf } from '../../experiment/verbalizer/word-logits.ts';
import type { StoredVerbalizer } from '../../experiment/verbalizer/verbalizer.ts';
import type { WordsReading } from './words-reading.ts';
import type { ShownRun } from './words-lab-types.ts';

export function wordsAsTheyAre(
  { plm, task }: Pick<ShownRun, 'plm' | 'task'>,
  { judged, logits }: Pick<WordsReading, 'judged' | 'logits'>,
): StoredVerbalizer {
  const names = columnsOf(logits).map((columns) => columns[0]);
  const flat = [...logits.words.flat(), ...logits.manual.flat()];
  return verbalizerOf({
    name: `${task.task} on ${plm}`,
    labels: task.labels,
    words: judged.kept.map((columns, c) =>
      nameFirst(columns, names[c]).map((column) => {
        const { word, score, source, path } = flat[column];
        return { word, score, source, path };
      }),
    ),
    made: { how: 'own' },
  });
}

/** Refined words come in order of relevance, and in a file the first word names its class. */
const nameFirst = (columns: readonly number[], name: number): readonly number[] =>
  columns.includes(name) ? [name, ...columns.filter((column) => column !== name)] : columns;
