/** Opens the lab's offline side: late, so that it takes nothing from the first visit's own loading. */
import type { Lab } from '../lab.ts';
import type { OfflineParts } from './offline-keeper.ts';
import { NO_OFFLINE } from './offline-state.ts';

/** The browser's part in it; null where the page isn't secure (or the browser too old). */
export function browserOffline(): Pick<OfflineParts, 'workers' | 'channel' | 'reload'> | null {
  if (!('serviceWorker' in navigator)) return null;
  return {
    workers: navigator.serviceWorker,
    channel: (name) => new BroadcastChannel(name),
    reload: () => location.reload(),
  };
}

export async function openOffline(lab: Lab): Promise<void> {
  const keeper = lab.offline;
  if (keeper === null) {
    const why = 'the page has to come by https or from this machine';
    lab.page.setState({ offline: { ...NO_OFFLINE, offline: { kind: 'unavailable', why } } });
    return;
  }
  await idle();
  await noJobStarts(lab);
  await keeper.open(savesData());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') keeper.lookForUpdate();
  });
}

/** Safari has no idle callback. */
const LATER_MS = 2000;

async function idle(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  await new Promise<void>((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: LATER_MS });
    else setTimeout(resolve, LATER_MS);
  });
}

/** A job that starts loads its PLM: what is kept for later waits for it. */
function noJobStarts({ jobs }: Lab): Promise<void> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      if (jobs.store.getState().isStarting) return false;
      stop();
      resolve();
      return true;
    };
    let stop = (): void => undefined;
    if (!look()) stop = jobs.store.subscribe(look);
  });
}

/** Not in every browser, and in no standard's types. */
function savesData(): boolean {
  const connection: unknown = Reflect.get(navigator, 'connection');
  return (
    typeof connection === 'object' && connection !== null && Reflect.get(connection, 'saveData') === true
  );
}
