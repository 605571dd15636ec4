/**
 * Files of shipped PLMs that come when they are first used, kept in the browser's cache from then on, so that they are there
 * without a network. Known by their content: a new release's file is never taken for an old one's.
 */
export interface KeptFiles {
  get(url: URL, sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Keeps `bytes` in place of what was kept for this address before. */
  put(url: URL, sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

const CACHE = 'plm-files';

const nameOf = (url: URL, sha256: string): string => {
  const name = new URL(url);
  name.search = `?sha256=${sha256}`;
  return name.href;
};

/** @param caches the browser's; none outside of a secure context, and nothing is kept there */
export function keptFiles(caches: Pick<CacheStorage, 'open'> | undefined): KeptFiles {
  if (caches === undefined) return { get: () => Promise.resolve(null), put: () => Promise.resolve() };
  return {
    async get(url, sha256) {
      try {
        const kept = await (await caches.open(CACHE)).match(nameOf(url, sha256));
        return kept === undefined ? null : new Uint8Array(await kept.arrayBuffer());
      } catch {
        // A cache that can't be read is as good as none.
        return null;
      }
    },
    async put(url, sha256, bytes) {
      try {
        const cache = await caches.open(CACHE);
        await cache.delete(url.href, { ignoreSearch: true });
        await cache.put(nameOf(url, sha256), new Response(bytes));
      } catch {
        // No room for a copy is no reason not to train: it is downloaded again at the next visit.
      }
    },
  };
}
