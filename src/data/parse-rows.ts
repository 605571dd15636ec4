/** Reads a split: one JSON object a line, `{"a": text, "b"?: text, "y": class index}`. */
import { taskError } from './task-error.ts';
import type { TaskRow } from '../experiment/task-types.ts';

export interface RowRules {
  readonly classes: number;
  /** Whether the task's template asks for a second text. */
  readonly needsB: boolean;
}

const FORM = 'Each line must be {"a": "text", "y": 0}, with "b" for a second text.';

/** The rows in `text`, the content of `file`. Throws `task` naming the line and field at fault. */
export function parseRows(text: string, file: string, rules: RowRules): readonly TaskRow[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const rows = lines.flatMap((content, i) =>
    content.trim() === '' ? [] : [parseRow(content, file, i + 1, rules)],
  );
  if (rows.length === 0) throw taskError(file, 'the file has no rows.', FORM);
  return rows;
}

function parseRow(content: string, file: string, line: number, rules: RowRules): TaskRow {
  const { a, b, y } = parseObject(content, file, line);
  if (typeof a !== 'string')
    throw taskError(file, `field a ${a === undefined ? 'is missing' : 'is not a text'}.`, FORM, { line });
  if (b !== undefined && typeof b !== 'string')
    throw taskError(file, 'field b is not a text.', FORM, { line });
  if (rules.needsB && b === undefined) {
    const remedy = 'Add the second text to every row, or use a template without {b}.';
    throw taskError(file, 'field b is missing, and the template asks for {b}.', remedy, { line });
  }
  if (typeof y !== 'number' || !Number.isInteger(y)) {
    throw taskError(file, `field y ${y === undefined ? 'is missing' : 'is not a whole number'}.`, FORM, {
      line,
    });
  }
  if (y < 0 || y >= rules.classes) {
    const remedy = `Classes count from 0, so y is at most ${rules.classes - 1}; or name more classes under labels in task.json.`;
    throw taskError(file, `field y is ${y}, and the task has ${rules.classes} classes.`, remedy, { line });
  }
  return b === undefined ? { a, y } : { a, b, y };
}

function parseObject(content: string, file: string, line: number): { a?: unknown; b?: unknown; y?: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw taskError(file, 'this is no valid JSON.', FORM, { line, cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw taskError(file, 'this is no JSON object.', FORM, { line });
}
