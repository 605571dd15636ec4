/**
 * The connection to the browser's database. It may be closed under the lab: by the browser, by another tab that deletes or
 * upgrades the database, by a person who clears the page's data. It is opened again then, by whatever is asked next.
 */
import { promisifyRequest, type UseStore } from 'idb-keyval';

/** What became of the entries when the connection ended: `unsure` where they may all be there still. */
export type StorageLoss = 'deleted' | 'unsure';

/** A database that is being deleted or upgraded elsewhere opens late; one that is blocked for good must not hang the lab. */
const OPEN_SECONDS = 30;

/** A connection that ended is told by an error of its own when something is begun on it. */
const ENDED: readonly string[] = ['InvalidStateError', 'NotFoundError'];

/** @param onLoss hears that the connection ended, and that entries may be gone */
export function reopeningStore(
  database: string,
  objectStore: string,
  factory: () => IDBFactory = () => indexedDB,
  onLoss: (loss: StorageLoss) => void = () => undefined,
): UseStore {
  let opened: Promise<IDBDatabase> | null = null;

  const open = (version?: number): Promise<IDBDatabase> => {
    const request = factory().open(database, version);
    request.onupgradeneeded = () => {
      if (!request.result.objectStoreNames.contains(objectStore))
        request.result.createObjectStore(objectStore);
    };
    return inTime(promisifyRequest(request));
  };

  const connect = (): Promise<IDBDatabase> => {
    if (opened !== null) return opened;
    const opening = open().then(async (connection) => {
      if (connection.objectStoreNames.contains(objectStore)) return connection;
      // Made by something else that only looked: it lacks the store.
      const next = connection.version + 1;
      connection.close();
      return open(next);
    });
    opened = opening;
    const forget = (): void => {
      if (opened === opening) opened = null;
    };
    opening.then((connection) => {
      connection.onclose = () => {
        forget();
        onLoss('unsure');
      };
      connection.onversionchange = ({ newVersion }) => {
        // Otherwise the other tab would wait for this one to be closed.
        connection.close();
        forget();
        onLoss(newVersion === null ? 'deleted' : 'unsure');
      };
    }, forget);
    return opening;
  };

  return async (mode, callback) => {
    const connection = await connect();
    try {
      return await callback(connection.transaction(objectStore, mode).objectStore(objectStore));
    } catch (thrown) {
      if (!(thrown instanceof Error && ENDED.includes(thrown.name))) throw thrown;
      connection.close();
      opened = null;
      const again = await connect();
      return callback(again.transaction(objectStore, mode).objectStore(objectStore));
    }
  };
}

async function inTime(opening: Promise<IDBDatabase>): Promise<IDBDatabase> {
  let isLate = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new Error('the database is blocked by another tab'));
    }, 1000 * OPEN_SECONDS);
  });
  // One that opens after all would keep others waiting in its turn.
  void opening.then(
    (connection) => {
      if (isLate) connection.close();
    },
    () => undefined,
  );
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}
