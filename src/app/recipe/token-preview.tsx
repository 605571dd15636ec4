/** What the PLM sees: soft tokens, special tokens, template, text, mask, and what was cut; and the label words as tokens. */
import { useState, type ReactNode } from 'react';
import type { PreviewToken, PreviewWord, RowPreview, TextPreview } from '../../protocol/train-protocol.ts';
import { useDraft } from '../lab-context.tsx';
import { useRowPreview } from './use-row-preview.ts';

/** Of more words a class only so many are shown; knowledgeable verbalizers have hundreds. */
const MOST_WORDS = 24;

export function TokenPreview(): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <details className="more token-preview" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Show tokens</summary>
      {open && <OpenPreview />}
    </details>
  );
}

function OpenPreview(): ReactNode {
  const [row, setRow] = useState(0);
  const [ids, setIds] = useState(false);
  const { preview, error, isBehind } = useRowPreview(true, row);
  const recipe = useDraft((state) => state.reading.recipe);
  return (
    <div className="token-body" aria-busy={isBehind}>
      <div className="token-rows">
        <button type="button" className="small" aria-label="Previous row" onClick={() => setRow(row - 1)}>
          ‹
        </button>
        <span className="quiet" role="status">
          {preview === null ? 'Row …' : `Row ${preview.row + 1} of ${preview.rows}: ${preview.label}`}
        </span>
        <button type="button" className="small" aria-label="Next row" onClick={() => setRow(row + 1)}>
          ›
        </button>
        <label className="check">
          <input type="checkbox" checked={ids} onChange={({ target }) => setIds(target.checked)} />
          <span>ids</span>
        </label>
      </div>
      {recipe === null && <p className="quiet">Mend the recipe; then its tokens are shown.</p>}
      {preview === null && error === null && recipe !== null && (
        <p className="quiet">Loading the PLM, whose tokenizer makes the tokens…</p>
      )}
      {error !== null && (
        <p className="field-error wrap" role="alert">
          {error.message} {error.remedy}
        </p>
      )}
      {preview !== null && (
        <>
          <RowText preview={preview} ids={ids} />
          <Words preview={preview} ids={ids} />
        </>
      )}
    </div>
  );
}

interface PreviewProps {
  readonly preview: RowPreview;
  readonly ids: boolean;
}

function RowText({ preview: { text, row }, ids }: PreviewProps): ReactNode {
  const soft = useDraft((state) => state.reading.recipe?.promptLength ?? 0);
  const most = useDraft((state) => state.reading.recipe?.maxLength ?? 0);
  if (!text.ok)
    return (
      <p className="field-error wrap">
        {text.error.message} {text.error.remedy}
      </p>
    );
  const { tokens, length, cut } = text.value;
  const unseen = cut - tokens.filter(({ isCut }) => isCut).length;
  return (
    <>
      <ol className="token-list" aria-label={`Tokens of row ${row + 1}`}>
        {softSlots(soft).map((slot) => (
          <li key={slot} className="token token-soft">
            {slot}
          </li>
        ))}
        {tokens.map((token, i) => (
          <Token key={i} token={token} ids={ids} />
        ))}
      </ol>
      {unseen > 0 && <p className="quiet">and {unseen} more that were cut.</p>}
      <p className="quiet">
        {soft} soft tokens, then {length} of at most {most} text tokens.{' '}
        {cut > 0 ? `Too long: ${cut} tokens were cut.` : 'Nothing was cut.'} {READ[text.value.read]}
      </p>
      <ul className="token-legend" aria-label="Kinds of tokens">
        <li className="token token-soft">soft</li>
        <li className="token token-special">special</li>
        <li className="token token-template">template</li>
        <li className="token">text</li>
        <li className="token token-answer">answer</li>
        {cut > 0 && (
          <li className="token">
            <s>cut</s>
          </li>
        )}
      </ul>
    </>
  );
}

const READ: Readonly<Record<TextPreview['read'], string>> = {
  mask: 'The answer is read at the mask.',
  last: 'The answer is what comes after the last token.',
  decoder: 'The answer is read at the decoder’s first step, for the sentinel.',
};

/** All slots of a short prompt, the ends of a long one. */
function softSlots(count: number): readonly string[] {
  const slots = Array.from({ length: count }, (_, i) => `s${i + 1}`);
  return count <= 8 ? slots : [...slots.slice(0, 3), '…', ...slots.slice(-1)];
}

function Token({
  token: { token, id, origin, isCut, isAnswer },
  ids,
}: {
  readonly token: PreviewToken;
  readonly ids: boolean;
}): ReactNode {
  const kind = isAnswer ? 'answer' : origin === 'a' || origin === 'b' ? 'text' : origin;
  return (
    <li className={`token token-${kind}`} title={`id ${id}`}>
      {isCut ? <s>{token}</s> : token}
      {isAnswer && <span className="visually-hidden"> (the answer is read here)</span>}
      {isCut && <span className="visually-hidden"> (cut)</span>}
      {ids && <small>{id}</small>}
    </li>
  );
}

function Words({ preview: { labels, words }, ids }: PreviewProps): ReactNode {
  return (
    <dl className="token-words">
      {labels.map((label, c) => {
        const list = words[c] ?? [];
        return (
          <div key={label}>
            <dt>{label}</dt>
            {list.slice(0, MOST_WORDS).map((word, i) => (
              <Word key={i} word={word} ids={ids} />
            ))}
            {list.length > MOST_WORDS && <dd className="quiet">and {list.length - MOST_WORDS} more words</dd>}
          </div>
        );
      })}
    </dl>
  );
}

/** The first token is the one that counts. */
function Word({
  word: { word, tokens, note },
  ids,
}: {
  readonly word: PreviewWord;
  readonly ids: boolean;
}): ReactNode {
  return (
    <dd>
      <span className="visually-hidden">{word}: </span>
      {tokens.map(({ token, id }, i) => (
        <span key={i} className={i === 0 ? 'token token-answer' : 'token'} title={`id ${id}`}>
          {i === 0 ? token : <s>{token}</s>}
          {ids && <small>{id}</small>}
        </span>
      ))}
      {note !== null && <p className="field-warning">{note}</p>}
    </dd>
  );
}
