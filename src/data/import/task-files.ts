/** A task as the files of a task folder, the ones that `loadTask` reads. task.json is last: with it the folder is whole. */
import { SPLIT_NAMES, type Task, type TaskRow } from '../../experiment/task-types.ts';

/** Rows a piece of text, so that a large split needn't be one string. */
const ROWS_A_PIECE = 5000;

export interface TaskFile {
  readonly name: string;
  pieces(): Iterable<string>;
}

export function taskFiles({ train, dev, test, labelWords, ...info }: Task): readonly TaskFile[] {
  const json = `${JSON.stringify({ ...info, label_words: labelWords }, null, 2)}\n`;
  const rows = { train, dev, test };
  return [
    ...SPLIT_NAMES.map((split) => ({ name: `${split}.jsonl`, pieces: () => rowPieces(rows[split]) })),
    { name: 'task.json', pieces: () => [json] },
  ];
}

function* rowPieces(rows: readonly TaskRow[]): Generator<string, void, void> {
  for (let start = 0; start < rows.length; start += ROWS_A_PIECE) {
    const piece = rows.slice(start, start + ROWS_A_PIECE);
    yield piece.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}
