/** The row at which a prompt is read alone. */
import { parseTemplate } from '../../text/template.ts';
import { wrapExample } from '../../text/wrap-example.ts';
import type { EncodedRow } from '../prompt/encoded-task.ts';
import type { PromptSession } from '../prompt/prompt-session.ts';

/** No text and no word of a template, as in the paper: what is read there is the prompt's doing alone. */
export function bareRow({ plm, tokenizer }: PromptSession, maxLength: number): EncodedRow {
  const example = wrapExample(tokenizer, parseTemplate('{a}[MASK]'), { a: '' }, maxLength, plm.read);
  return { example, label: 0 };
}
