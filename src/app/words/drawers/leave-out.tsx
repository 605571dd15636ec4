/** What each word, each sense and each source is worth: accuracy without it, on the same rows. */
import { useMemo, useState, type ReactNode } from 'react';
import { withoutWords, type WithoutWords } from '../../../experiment/verbalizer/leave-out.ts';
import type { TableTwin } from '../../../views/table-twin.ts';
import { leaveOutFinding } from '../../../views/words/leave-out-finding.ts';
import { signedPoints } from '../../../views/words/waterfall-words.ts';
import { DataTable } from '../../controls/data-table.tsx';
import { FindingSentence } from '../../controls/finding.tsx';
import { FigurePlace } from '../../controls/figure-card.tsx';
import { Segmented } from '../../controls/segmented.tsx';
import { SOURCE_NAMES } from '../source-names.ts';
import { senseOf } from '../word-facts.ts';
import type { ShownRun } from '../words-lab-types.ts';
import { useWordsShown, type WordsReading } from '../words-reading.ts';

const TITLE = 'What is a word worth?';

const BY = ['word', 'sense', 'source'] as const;

type By = (typeof BY)[number];

interface Part {
  readonly label: string;
  readonly name: string;
  readonly columns: readonly number[];
  readonly without: WithoutWords;
}

/** Groups of words that count; a source is one over all classes. */
function partsOf(reading: WordsReading, labels: readonly string[], by: By): readonly Part[] {
  const groups = new Map<
    string,
    { readonly label: string; readonly name: string; readonly columns: number[] }
  >();
  for (const column of reading.judged.kept.flat()) {
    const { of, index } = reading.columns[column];
    const name = by === 'word' ? of.word : by === 'sense' ? senseOf(of) : SOURCE_NAMES[of.source];
    if (name === null) continue;
    const label = by === 'source' ? 'all' : labels[index];
    const key = by === 'word' ? String(column) : `${label} ${name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { label, name, columns: [column] });
    else group.columns.push(column);
  }
  return [...groups.values()]
    .flatMap(({ label, name, columns }) => {
      const without = withoutWords(reading.sums, columns);
      return without === null ? [] : [{ label, name, columns, without }];
    })
    .sort((a, b) => Math.abs(b.without.difference) - Math.abs(a.without.difference));
}

function tableOf(parts: readonly Part[], by: By): TableTwin {
  return {
    caption: TITLE,
    columns: ['class', by, 'words', 'answers that flip', 'without it, points', 'from', 'to'],
    rows: parts.map(({ label, name, columns, without: { flips, difference, interval } }) => [
      label,
      name,
      columns.length,
      flips,
      signedPoints(difference),
      signedPoints(interval.low),
      signedPoints(interval.high),
    ]),
  };
}

export function LeaveOut(): ReactNode {
  const { run, reading } = useWordsShown();
  return run === null || reading === null ? (
    <FigurePlace
      title={TITLE}
      state={{ kind: 'empty', why: 'Words can be left out once their logits are there.' }}
    />
  ) : (
    <Parts run={run} reading={reading} />
  );
}

const BY_CHOICES = BY.map((by) => [by, by] as const);

function Parts({ run, reading }: { readonly run: ShownRun; readonly reading: WordsReading }): ReactNode {
  const [by, setBy] = useState<By>('word');
  const parts = useMemo(() => partsOf(reading, run.task.labels, by), [reading, run, by]);
  const finding = leaveOutFinding(
    parts.map(({ without }) => without),
    by,
  );
  return (
    <section className="figure figure-wide">
      {finding !== null && <FindingSentence finding={finding} of="figure" />}
      <h3>{TITLE}</h3>
      <p className="figure-facts">
        accuracy without it minus with it, 95 % intervals over the same {reading.logits.truth.length} rows ·
        template {reading.template + 1}, support {reading.seed}, the words that count now
      </p>
      <div className="figure-controls">
        <Segmented legend="Leave out a" value={by} options={BY_CHOICES} onChange={setBy} />
      </div>
      {parts.length === 0 ? (
        <p className="quiet">
          {by === 'sense'
            ? 'These words come without the path on which they were found, so no senses are known.'
            : 'Each class has one word: without it there is no class.'}
        </p>
      ) : (
        <DataTable table={tableOf(parts, by)} />
      )}
    </section>
  );
}
