/** Whether the lab works without a network, and whether a new version of it waits. Pure. */
import type { OfflineMessage } from '../../protocol/offline-protocol.ts';

export type OfflineState =
  /** Not settled yet, or a page that is served for development: nothing is said. */
  | { readonly kind: 'unknown' }
  /** The browser asks to save data, so nothing is kept before someone asks for it. */
  | { readonly kind: 'offered' }
  | { readonly kind: 'preparing'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'ready' }
  | { readonly kind: 'unavailable'; readonly why: string };

/** `waiting`: installed, and not used before someone says so. `taken`: another tab said so, and this page is older. */
export type UpdateState = 'none' | 'waiting' | 'taken';

export interface Offline {
  readonly offline: OfflineState;
  readonly update: UpdateState;
  /** A run in another tab kept a new version waiting when it was asked for. */
  readonly busyElsewhere: boolean;
}

export const NO_OFFLINE: Offline = { offline: { kind: 'unknown' }, update: 'none', busyElsewhere: false };

/** Which service workers a registration has. */
export interface Present {
  readonly installing: boolean;
  readonly waiting: boolean;
  readonly active: boolean;
}

/** What follows from the service workers that are there. */
export function afterChange(before: Offline, { installing, waiting, active }: Present): Offline {
  const update = before.update === 'taken' ? 'taken' : waiting && active ? 'waiting' : 'none';
  return { ...before, update, offline: offlineOf(before.offline, installing || waiting, active) };
}

function offlineOf(before: OfflineState, coming: boolean, active: boolean): OfflineState {
  if (active) return { kind: 'ready' };
  if (coming) return before.kind === 'preparing' ? before : { kind: 'preparing', done: 0, total: null };
  if (before.kind === 'preparing') return { kind: 'unavailable', why: INTERRUPTED };
  return before;
}

const INTERRUPTED = 'loading was interrupted; the next visit goes on from there';

/** What follows from a message of the worker that installs. While an older version is there, it is of no concern. */
export function afterMessage(before: Offline, message: OfflineMessage): Offline {
  if (before.offline.kind === 'ready') return before;
  if (message.kind === 'progress')
    return { ...before, offline: { kind: 'preparing', done: message.done, total: message.total } };
  const why = message.why === 'QuotaExceededError' ? 'this device has no room for it' : INTERRUPTED;
  return { ...before, offline: { kind: 'unavailable', why } };
}

/** What the notice says of an update that is there. @param job the name of what is under way */
export function updateWords(update: UpdateState, job: string | null, busyElsewhere: boolean): string {
  if (update === 'taken')
    return `Another tab uses a new version. Reload this page ${job === null ? 'to use it too' : `when the ${job} is done`}.`;
  if (job !== null) return `A new version is ready. It waits until the ${job} is done.`;
  return `A new version is ready.${busyElsewhere ? ' It waits until the run in another tab is done.' : ''}`;
}
