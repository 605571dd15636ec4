/** What the page's storage holds, looked at from outside. */
import type { Page } from 'playwright-core';

/** The entries whose keys begin so, each as JSON; none where there is no database yet. */
export async function entriesOf(page: Page, start: string): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async (wanted) => {
    // Opening makes a database that is not there.
    const there = (await indexedDB.databases()).some(({ name }) => name === 'prompt-lab');
    if (!there) return {};
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('The storage can’t be read'));
      });
    const database = await answer(indexedDB.open('prompt-lab'));
    try {
      const range = IDBKeyRange.bound(wanted, `${wanted}\uffff`);
      const store = database.transaction('entries').objectStore('entries');
      const [keys, values] = await Promise.all([
        answer(store.getAllKeys(range)),
        answer<unknown[]>(store.getAll(range)),
      ]);
      return Object.fromEntries(keys.map((key, index) => [key as string, JSON.stringify(values[index])]));
    } finally {
      database.close();
    }
  }, start);
}

/** One entry, parsed; null where there is none. */
export async function entryOf(page: Page, start: string): Promise<unknown> {
  const [text] = Object.values(await entriesOf(page, start));
  return text === undefined ? null : JSON.parse(text);
}
