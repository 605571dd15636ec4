/** A row of a recipe's task as its PLM sees it. */
import type { Task } from '../../src/experiment/task-types.ts';
import { toErrorData } from '../../src/errors/lab-error.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import type { OpenedPlm } from '../../src/plm/open-model-files.ts';
import type { RowPreview } from '../../src/protocol/train-protocol.ts';
import { previewText } from '../../src/text/preview-text.ts';
import { previewWords } from '../../src/text/preview-words.ts';
import { parseTemplate } from '../../src/text/template.ts';

/** Training row `row`, counted from 0; behind the last comes the first. */
export function rowPreview(
  { plm, tokenizer }: OpenedPlm,
  { train, labels }: Task,
  { template, labelWords, maxLength }: Recipe,
  row: number,
): RowPreview {
  const rows = train.length;
  const index = ((row % rows) + rows) % rows;
  const shown = train[index];
  const text = (): RowPreview['text'] => {
    try {
      return {
        ok: true,
        value: previewText(tokenizer, parseTemplate(template), shown, maxLength, plm.read),
      };
    } catch (thrown) {
      return { ok: false, error: toErrorData(thrown, 'template') };
    }
  };
  return {
    row: index,
    rows,
    label: labels[shown.y] ?? '',
    text: text(),
    words: previewWords(tokenizer, labels, labelWords),
    labels,
  };
}
