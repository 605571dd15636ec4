/** Test rows of a target that the source's prompt answers otherwise than the target's own. */
import { useEffect, useState, type ReactNode } from 'react';
import { parseRows } from '../../data/parse-rows.ts';
import { TASKS_FOLDER } from '../../data/task-catalogue.ts';
import type { TaskRow } from '../../experiment/task-types.ts';
import type { SweptTask } from '../../experiment/sweep/sweep-record.ts';
import type { TransferRecord } from '../../experiment/transfer/transfer-record.ts';
import { findStoredTask } from '../../storage/saved-tasks.ts';
import type { Lab } from '../lab.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import { findTaskOn } from '../library/shelf.ts';
import { predictionsOf } from './answer-changes.ts';

/** So many rows show what kind they are; all of them would bury the page. */
const MOST_ROWS = 8;

/** A row index with the two answers to it. */
interface Flip {
  readonly row: number;
  readonly own: number;
  readonly source: number;
  readonly gained: boolean;
}

/** Rows that are right with one prompt and wrong with the other, in the first seed that has both. */
export function flipsOf(
  record: TransferRecord,
  start: 'shared' | 'own',
  source: string,
  target: SweptTask,
): { readonly seed: number; readonly flips: readonly Flip[] } | null {
  const { seeds } = record.recipe;
  const predictions = (task: string, seed: number): readonly number[] | null =>
    predictionsOf(record, { kind: 'task', task, start }, target.name, seed);
  for (const seed of seeds) {
    const [own, other] = [predictions(target.name, seed), predictions(source, seed)];
    if (own === null || other === null) continue;
    const flips = target.truth.flatMap((label, row): readonly Flip[] =>
      (own[row] === label) === (other[row] === label)
        ? []
        : [{ row, own: own[row], source: other[row], gained: other[row] === label }],
    );
    return { seed, flips };
  }
  return null;
}

/** The test rows of a task, shipped or imported; null where they can't be had. */
async function testRowsOf(lab: Lab, name: string): Promise<readonly TaskRow[] | null> {
  const entry = findTaskOn(lab.shelf, name);
  if (entry === null) return null;
  if (!entry.shipped) return (await findStoredTask(lab.storage, name).catch(() => null))?.test ?? null;
  const file = `${TASKS_FOLDER}/${name}/test.jsonl`;
  const text = await lab.readText(file);
  if (text === null) return null;
  return parseRows(text, file, { classes: entry.labels.length, needsB: entry.pairs });
}

export function FlippedExamples({
  source,
  target,
}: {
  readonly source: string;
  readonly target: string;
}): ReactNode {
  const lab = useLab();
  const record = useSweep((state) => state.record);
  const start = useSweep((state) => state.start);
  const [rows, setRows] = useState<{ readonly task: string; readonly rows: readonly TaskRow[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    void testRowsOf(lab, target).then((found) => {
      if (wanted && found !== null) setRows({ task: target, rows: found });
    });
    return () => {
      wanted = false;
    };
  }, [lab, target]);
  const task = record?.tasks.find(({ name }) => name === target);
  if (record === null || task === undefined || source === target) return null;
  const found = flipsOf(record, start, source, task);
  if (found === null) return null;
  const texts = rows?.task === target ? rows.rows : [];
  const lost = found.flips.filter(({ gained }) => !gained).length;
  return (
    <details className="flipped">
      <summary>
        {found.flips.length} of {task.truth.length} test rows flip against the own prompt (seed {found.seed}):{' '}
        {lost} lost, {found.flips.length - lost} gained
      </summary>
      <ul>
        {found.flips.slice(0, MOST_ROWS).map(({ row, own, source: answer, gained }) => (
          <li key={row}>
            <span className={gained ? 'flip-gained' : 'flip-lost'}>{gained ? 'gained' : 'lost'}</span>{' '}
            {row < texts.length ? textOf(texts[row]) : `row ${String(row + 1)}`}{' '}
            <span className="quiet">
              truth {task.labels[task.truth[row]]} · own prompt {task.labels[own]} · {source}’s prompt{' '}
              {task.labels[answer]}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

const MOST_LETTERS = 220;

function textOf({ a, b }: TaskRow): string {
  const text = b === undefined ? a : `${a} / ${b}`;
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}
