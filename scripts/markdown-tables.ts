/** Tables of what ships, as they stand in a page of the docs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../src/cli/open-model.ts';

export const percent = (share: number): string => (100 * share).toFixed(1);

/** A Markdown table: the first `texts` columns are texts, the others numbers. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[], texts = 2): string =>
  [head, head.map((_, at) => (at < texts ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** Puts `text` between the marks `<!-- name -->` and `<!-- /name -->` of a page in docs. @throws Error where they lack */
export function writeBetweenMarks(page: string, name: string, text: string): void {
  const file = join(projectFolder, 'docs', page);
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = readFileSync(file, 'utf8');
  const [start, end] = [before.indexOf(open), before.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`docs/${page} lacks ${open} and ${close}`);
  writeFileSync(file, `${before.slice(0, start + open.length)}\n\n${text}\n\n${before.slice(end)}`);
}
