/** The storage of this device refuses: why, and where it is full, what could be deleted to make room. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { size } from '../../data/models/preflight.ts';
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { StorageRoom } from '../../storage/room.ts';
import { useLab, useLibrary } from '../lab-context.tsx';
import type { Item } from './list-items.ts';

export interface StorageProblemProps {
  readonly problem: LabErrorData;
  /** About how much room what waits would take; 0 for unknown. */
  readonly bytes: number;
  /** Whether something waits in memory to be saved. */
  readonly waits: boolean;
  /** What becomes of what can't be saved, in a sentence. */
  readonly goesOn: string;
  readonly onRetry: () => void;
}

/** What is waited for before it can be saved. */
export const until = ({ code }: LabErrorData): string =>
  code === 'quota' ? 'there is room' : 'the storage can be used';

export function StorageProblem(props: StorageProblemProps): ReactNode {
  const { problem, waits, goesOn, onRetry } = props;
  if (problem.code === 'quota') return <FullStorage {...props} />;
  return (
    <div className="banner banner-warning">
      <p>
        <strong>{problem.message}</strong> {problem.remedy}
      </p>
      {waits && (
        <>
          <p>{goesOn} It is tried again by itself.</p>
          <div className="banner-actions">
            <button type="button" onClick={onRetry}>
              Save again
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function FullStorage({ problem, bytes, goesOn, onRetry }: Omit<StorageProblemProps, 'waits'>): ReactNode {
  const { library } = useLab();
  const head = useRef<HTMLParagraphElement>(null);
  const room = useLibrary((state) => state.room);
  const trash = useLibrary((state) => state.content?.trash ?? 0);
  useEffect(() => void library.refresh(), [library, problem]);
  // What was pressed is gone when its room is free.
  const stay = (): void => head.current?.focus();
  return (
    <section className="banner banner-warning full-storage" aria-label="The storage is full">
      <p ref={head} tabIndex={-1}>
        <strong>{problem.message}</strong> {goesOn}
      </p>
      <p>{roomText(room, bytes)}</p>
      {trash > 0 && (
        <p>
          {trash === 1 ? 'A deleted item takes' : `${String(trash)} deleted items take`} room still.{' '}
          <button type="button" className="small" onClick={() => void library.empty().then(stay)}>
            Empty the trash
          </button>
        </p>
      )}
      <Largest onDeleted={stay} />
      <div className="banner-actions">
        <button type="button" onClick={onRetry}>
          Try to save again
        </button>
        <a href="#/library">Everything on this device</a>
      </div>
    </section>
  );
}

/** Some browsers name a quota far above what they allow: it is told only where it is what stands in the way. */
const NEARLY_ALL = 0.8;

function roomText(room: StorageRoom | null, bytes: number): string {
  const { used, quota } = room ?? { used: null, quota: null };
  const taken = used === null ? '' : `This page takes ${size(used)}`;
  const allowed =
    used !== null && quota !== null && used + bytes > NEARLY_ALL * quota
      ? ` of the ${size(quota)} that the browser allows it`
      : '';
  const waiting = bytes === 0 ? '' : `What waits to be saved takes about ${size(bytes)}.`;
  return [taken === '' ? '' : `${taken}${allowed}.`, waiting].filter((text) => text !== '').join(' ');
}

/** So many are named; the Library has the others. */
const MOST_NAMED = 5;

function Largest({ onDeleted }: { readonly onDeleted: () => void }): ReactNode {
  const items = useLibrary((state) => state.content?.items ?? null);
  if (items === null) return null;
  const largest = [...items].sort((a, b) => b.bytes - a.bytes).slice(0, MOST_NAMED);
  if (largest.length === 0)
    return <p className="quiet">There is nothing of yours to delete; the disk itself may be full.</p>;
  return (
    <>
      <p>Delete what you no longer need:</p>
      <ul className="items" aria-label="What takes the most room">
        {largest.map((item) => (
          <LargeItem key={`${item.kind}/${item.id}`} item={item} onDeleted={onDeleted} />
        ))}
      </ul>
    </>
  );
}

const KIND_WORDS: Readonly<Record<Item['kind'], string>> = {
  model: 'PLM',
  task: 'task',
  verbalizer: 'verbalizer',
  run: 'run',
  sweep: 'sweep',
};

/** Deleting asks first: nothing that is full can note what could be put back. */
function LargeItem({ item, onDeleted }: { readonly item: Item; readonly onDeleted: () => void }): ReactNode {
  const { library } = useLab();
  const [asked, setAsked] = useState(false);
  return (
    <li className="item">
      <p className="item-text">
        {item.name}{' '}
        <span className="quiet">
          {KIND_WORDS[item.kind]}, {size(item.bytes)}
        </span>
      </p>
      <div className="item-actions">
        {asked ? (
          <>
            <button
              type="button"
              className="small primary"
              autoFocus
              onClick={() => void library.deleteForGood(item).then(onDeleted)}
            >
              Delete for good
            </button>
            <button type="button" className="small" onClick={() => setAsked(false)}>
              Keep
            </button>
          </>
        ) : (
          <button
            type="button"
            className="small"
            aria-label={`Delete ${item.name}`}
            onClick={() => setAsked(true)}
          >
            Delete
          </button>
        )}
      </div>
    </li>
  );
}
