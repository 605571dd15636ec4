/** All variants of the run in numbers, what each step adds on the same rows, and how many words are left after each phase. */
import type { ReactNode } from 'react';
import { formatValue, type TableTwin } from '../../../views/table-twin.ts';
import { signedPoints } from '../../../views/words/waterfall-words.ts';
import { contributionsTable } from '../../../views/words/contributions.ts';
import { DataTable } from '../../controls/data-table.tsx';
import { FigurePlace } from '../../controls/figure-card.tsx';
import type { ShownRun } from '../words-lab-types.ts';
import { useWordsShown } from '../words-reading.ts';
import { useContributions } from '../use-contributions.ts';
import { NO_RUN, WaterfallFigure } from './figures.tsx';

/** What the variants of reports are in words. */
const PLAIN: Readonly<Record<string, string>> = {
  PT: 'one word a class',
  'PT+CC': 'one word, calibrated',
  KPT: 'more words',
  'KPT+CC': 'more words, calibrated',
  'KPT+CC+FR': '… without rare words',
  'KPT+CC+FR+RR': '… and without words off their class',
  SOFT: 'learned rows in place of words',
  AUTO: 'words chosen by labelled rows',
  'KPT+weights': 'learned weights of words',
  'KPT+prompt': 'soft prompt for the words',
};

const percent = (share: number): string => formatValue(100 * share, 1);

export function variantsTable({ task, seeds }: ShownRun): TableTwin {
  return {
    caption: `Accuracy, ${String(task.templates.length)} templates × ${String(seeds.length)} supports, ${String(task.rows)} test rows`,
    columns: [
      'variant',
      'in words',
      'labelled rows a class',
      'mean, %',
      'from',
      'to',
      'sd, points',
      'best, %',
    ],
    rows: task.table.map(({ variant, shots, accuracy: { mean, interval }, spread, best }) => [
      variant,
      PLAIN[variant] ?? variant,
      shots,
      percent(mean),
      interval === null ? null : percent(interval.low),
      interval === null ? null : percent(interval.high),
      spread === null ? null : percent(spread),
      percent(best),
    ]),
  };
}

function differencesTable({ task }: ShownRun): TableTwin {
  return {
    caption: 'What a step adds on the same rows, in points',
    columns: ['from', 'to', 'labelled rows a class', 'added', 'from', 'to'].map((name, at) =>
      at > 3 ? `95 %, ${name}` : name,
    ),
    rows: task.differences.map(({ from, to, shots, difference, interval }) => [
      from,
      to,
      shots,
      signedPoints(difference),
      interval === null ? null : signedPoints(interval.low),
      interval === null ? null : signedPoints(interval.high),
    ]),
  };
}

function phasesTable({ task }: ShownRun): TableTwin {
  return {
    caption: 'Words that are left after each phase',
    columns: ['phase', ...task.labels, 'rate kept'],
    rows: task.phases.map(({ name, counts, rate }) => [
      name,
      ...counts,
      rate === undefined ? null : formatValue(rate, 2),
    ]),
  };
}

export function WordsTables(): ReactNode {
  const { run } = useWordsShown();
  const classes = useContributions()?.now ?? null;
  if (run === null) return <FigurePlace title="Tables" state={{ kind: 'empty', why: NO_RUN }} />;
  return (
    <div className="figures">
      <WaterfallFigure />
      {[variantsTable(run), differencesTable(run), phasesTable(run)].map((table) => (
        <section key={table.caption} className="figure figure-wide">
          <DataTable table={table} />
        </section>
      ))}
      {classes !== null && (
        <section className="figure figure-wide">
          <DataTable table={contributionsTable(classes)} />
        </section>
      )}
    </div>
  );
}
