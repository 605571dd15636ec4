import { PRECACHE_BUDGET_MB, precacheOf } from '../src/offline/precache-list.ts';

const MB = 1e6;

interface SizedEntry {
  readonly url: string;
  readonly size: number;
}

/**
 * What each kind of browser keeps, in MB.
 * @throws Error where that is more than the budget
 */
export function precacheSizes(entries: readonly SizedEntry[]): Readonly<Record<'jspi' | 'asyncify', number>> {
  const size = (build: 'jspi' | 'asyncify'): number => {
    const megabytes = precacheOf(entries, build).reduce((sum, entry) => sum + entry.size, 0) / MB;
    if (megabytes > PRECACHE_BUDGET_MB)
      throw new Error(
        `Offline use would keep ${megabytes.toFixed(1)} MB (${build}), more than ${PRECACHE_BUDGET_MB} MB`,
      );
    return megabytes;
  };
  return { jspi: size('jspi'), asyncify: size('asyncify') };
}
