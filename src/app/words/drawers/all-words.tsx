/** Every word of the run: where it comes from, whether it counts, and why not. */
import { useMemo, useState, type ReactNode } from 'react';
import { formatValue, toCsv, type Cell, type TableTwin } from '../../../views/table-twin.ts';
import { DataTable } from '../../controls/data-table.tsx';
import { SelectBox } from '../../controls/field.tsx';
import { FigurePlace } from '../../controls/figure-card.tsx';
import { saveFile } from '../../figures/save-file.ts';
import { SOURCE_NAMES } from '../source-names.ts';
import { WHY_NOT } from '../word-facts.ts';
import type { ShownRun } from '../words-lab-types.ts';
import { useWordsShown, type WordsReading } from '../words-reading.ts';
import { NO_RUN } from './figures.tsx';

const TITLE = 'Which words stand for which class?';
const ALL = 'all';

function wordsTable(run: ShownRun, reading: WordsReading | null, only: number | null): TableTwin {
  const rows = run.task.words.flatMap(({ label, words, dropped }, index): readonly (readonly Cell[])[] => {
    if (only !== null && only !== index) return [];
    const own = reading?.columns.filter((column) => !column.isManual && column.index === index) ?? [];
    const usable =
      reading === null
        ? words.map((word) => row(label, word, { tokens: null, relevance: null, state: '' }))
        : own.map(({ of, column }) => {
            const why = reading.judged.leftOut.get(column);
            const isKept = reading.judged.kept[index].includes(column);
            const state =
              why === undefined ? (isKept ? 'counts' : 'one word stands for the class') : WHY_NOT[why].long;
            return row(label, of, {
              tokens: of.tokens,
              relevance: reading.relevance.get(column) ?? null,
              state,
            });
          });
    const unusable = dropped.map(({ word, why, with: other }): readonly Cell[] => [
      label,
      word,
      ...[null, null, null, null, null],
      other === undefined ? WHY_NOT[why].long : `${other} lists it too.`,
    ]);
    return [...usable, ...unusable];
  });
  return {
    caption: TITLE,
    columns: ['class', 'word', 'score', 'source', 'path', 'tokens', 'relevance', 'counts'],
    rows,
  };
}

/** Below it a word moves against its own class. */
const AGAINST = -100;

function row(
  label: string,
  word: ShownRun['task']['words'][number]['words'][number],
  known: {
    readonly tokens: readonly string[] | null;
    readonly relevance: number | null;
    readonly state: string;
  },
): readonly Cell[] {
  const { tokens, relevance, state } = known;
  return [
    label,
    word.word,
    formatValue(word.score, 2),
    SOURCE_NAMES[word.source],
    word.path.join(' '),
    tokens === null ? word.ids.length : tokens.join(' '),
    relevance === null ? null : relevance <= AGAINST ? 'against its class' : formatValue(relevance, 2),
    state,
  ];
}

export function AllWords(): ReactNode {
  const { run, reading } = useWordsShown();
  const [only, setOnly] = useState(ALL);
  const table = useMemo(
    () => (run === null ? null : wordsTable(run, reading, only === ALL ? null : Number(only))),
    [run, reading, only],
  );
  if (run === null || table === null)
    return <FigurePlace title={TITLE} state={{ kind: 'empty', why: NO_RUN }} />;
  const { labels } = run.task;
  const save = (): void => saveFile(`${run.plm}-${run.task.task}-words.csv`, 'text/csv', toCsv(table));
  return (
    <section className="figure figure-wide">
      <h3>{TITLE}</h3>
      <p className="figure-facts">
        {table.rows.length} words · score: how near a word is to the name of its class, 0 to 1 · relevance:
        how much more it moves with its class than with others
        {reading !== null && ` · template ${String(reading.template + 1)}, support ${String(reading.seed)}`}
      </p>
      <div className="figure-controls">
        <SelectBox
          className="words-only"
          label="Class"
          value={only}
          options={[
            [ALL, 'all classes'],
            ...labels.map((label, index): readonly [string, string] => [String(index), label]),
          ]}
          onChange={setOnly}
        />
        <button type="button" className="small" onClick={save}>
          CSV
        </button>
      </div>
      <DataTable table={table} />
    </section>
  );
}
