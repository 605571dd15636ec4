/**
 * This tab among the others of this browser. Its name outlives reloads and crashes, and it holds a lock by it for as
 * long as it lives: what belongs to a name that nobody holds was left behind.
 */
export interface Visit {
  readonly id: string;
  /** Names of the visits that live in other tabs; none where the browser has no locks. */
  others(): Promise<ReadonlySet<string>>;
  /** Does `work` on what a visit left, unless it lives or another tab is at it; false then. */
  ifLeft(id: string, work: () => Promise<void>): Promise<boolean>;
}

const PREFIX = 'prompt-lab visit ';
const KEY = 'prompt-lab/visit';

/** A tab that is loaded again lets go of its name within so much; one that was duplicated keeps it. */
const RELEASE_MS = 1000;

/** @param names where the tab keeps its name, `sessionStorage`; it may be refused */
export async function openVisit(
  locks: LockManager | undefined,
  names: () => Pick<Storage, 'getItem' | 'setItem'>,
): Promise<Visit> {
  const known = readName(names);
  let id = known ?? newName();
  if (locks !== undefined && !(await hold(locks, id))) {
    id = newName();
    await hold(locks, id);
  }
  if (id !== known) writeName(names, id);
  return {
    id,
    async others() {
      const { held = [] } = (await locks?.query()) ?? {};
      const all = held.flatMap(({ name }) =>
        name?.startsWith(PREFIX) === true ? name.slice(PREFIX.length) : [],
      );
      return new Set(all.filter((other) => other !== id));
    },
    async ifLeft(other, work) {
      if (other === id) return false;
      if (locks === undefined) {
        await work();
        return true;
      }
      return locks.request(PREFIX + other, { ifAvailable: true }, async (lock) => {
        if (lock === null) return false;
        await work();
        return true;
      });
    },
  };
}

function newName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join('');
}

/** Takes the name's lock until the tab ends; false when another tab keeps it. */
function hold(locks: LockManager, id: string): Promise<boolean> {
  return new Promise((resolve) => {
    locks
      .request(PREFIX + id, { signal: AbortSignal.timeout(RELEASE_MS) }, () => {
        resolve(true);
        return new Promise<void>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}

function readName(names: () => Pick<Storage, 'getItem'>): string | null {
  try {
    return names().getItem(KEY);
  } catch {
    // Refused: each time the tab is loaded it is a new visit, to which the run of the last is offered.
    return null;
  }
}

function writeName(names: () => Pick<Storage, 'setItem'>, id: string): void {
  try {
    names().setItem(KEY, id);
  } catch {
    // As above.
  }
}
