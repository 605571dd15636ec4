/** The items of a kind: what they are, how large, what uses them, and what can be done with them. */
import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { size } from '../../data/models/preflight.ts';
import { useLab } from '../lab-context.tsx';
import { startedText } from '../train/run-words.ts';
import { ITEM_ACTIONS, type ItemAction } from './item-actions.ts';
import type { Item } from './list-items.ts';

export interface ItemListProps {
  readonly items: readonly Item[];
  /** What to say where there are none. */
  readonly none: string;
}

export function ItemList({ items, none }: ItemListProps): ReactNode {
  if (items.length === 0) return <p className="quiet">{none}</p>;
  return (
    <ul className="items">
      {items.map((item) => (
        <ItemRow key={`${item.kind}/${item.id}`} item={item} />
      ))}
    </ul>
  );
}

function ItemRow({ item }: { readonly item: Item }): ReactNode {
  const { library } = useLab();
  const [renaming, setRenaming] = useState(false);
  // Who has renamed it by keyboard goes on from where they were.
  const [renamed, setRenamed] = useState(false);
  const endRenaming = (): void => {
    setRenaming(false);
    setRenamed(true);
  };
  return (
    <li className="item">
      <div className="item-text">
        {renaming ? <Rename item={item} onDone={endRenaming} /> : <p className="item-name">{item.name}</p>}
        <p className="quiet">
          {item.facts} · {size(item.bytes)}
          {item.addedAt !== '' && ` · ${startedText(item.addedAt)}`}
        </p>
        <details className="more item-details">
          <summary aria-label={`Details of ${item.name}`}>Details</summary>
          <dl className="facts">
            {item.details.map(([name, text], i) => (
              <div key={i}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </details>
        {item.usedBy.length > 0 && <p className="quiet">Used by {usersText(item.usedBy)}</p>}
      </div>
      <div className="item-actions">
        {ITEM_ACTIONS[item.kind]
          .filter(({ fits }) => fits?.(item) ?? true)
          .map((action) => (
            <ActionButton key={action.label} action={action} item={item} />
          ))}
        {!renaming && (
          <button
            type="button"
            className="small"
            aria-label={`Rename ${item.name}`}
            autoFocus={renamed}
            onClick={() => setRenaming(true)}
          >
            Rename
          </button>
        )}
        <button
          type="button"
          className="small"
          aria-label={`Delete ${item.name}`}
          onClick={() => void library.delete(item)}
        >
          Delete
        </button>
      </div>
    </li>
  );
}

const MOST_USERS = 3;

function usersText(names: readonly string[]): string {
  const more = names.length - MOST_USERS;
  return `${names.slice(0, MOST_USERS).join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function ActionButton({
  action,
  item,
}: {
  readonly action: ItemAction;
  readonly item: Pick<Item, 'id' | 'name'>;
}): ReactNode {
  const lab = useLab();
  const perform = async (): Promise<void> => {
    try {
      await action.perform(lab, item);
    } catch (thrown) {
      lab.library.show(thrown);
    }
  };
  return (
    <button
      type="button"
      className="small"
      aria-label={`${action.label}: ${item.name}`}
      onClick={() => void perform()}
    >
      {action.label}
    </button>
  );
}

function Rename({ item, onDone }: { readonly item: Item; readonly onDone: () => void }): ReactNode {
  const { library } = useLab();
  const id = useId();
  const [name, setName] = useState(item.name);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void library.rename(item, name).then(onDone);
  };
  return (
    <form className="item-rename" onSubmit={submit}>
      <label htmlFor={id} className="visually-hidden">
        Name
      </label>
      <input
        id={id}
        type="text"
        value={name}
        maxLength={200}
        autoFocus
        onChange={({ target }) => setName(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') onDone();
        }}
      />
      <button type="submit" className="small">
        Save
      </button>
    </form>
  );
}
