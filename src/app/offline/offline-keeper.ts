/**
 * The page's side of the service worker: registers it when the page is idle, tells how far it is, and lets a new
 * version take over when someone says so. The page is never loaded again by itself.
 */
import {
  OFFLINE_WORKER,
  offlineChannel,
  TAKE_OVER,
  type OfflineMessage,
} from '../../protocol/offline-protocol.ts';
import type { JobLock } from '../job/job-lock.ts';
import { afterChange, afterMessage, NO_OFFLINE, type Offline } from './offline-state.ts';

export interface OfflineParts {
  readonly workers: ServiceWorkerContainer;
  readonly lock: Pick<JobLock, 'isFree'>;
  readonly channel: (name: string) => Pick<BroadcastChannel, 'addEventListener'>;
  readonly reload: () => void;
  readonly tell: (state: Offline) => void;
}

export class OfflineKeeper {
  private state = NO_OFFLINE;
  private registration: ServiceWorkerRegistration | null = null;
  private reloads = false;

  constructor(private readonly parts: OfflineParts) {}

  /** Asks first where the browser wants to save data and nothing is kept yet. */
  async open(savesData: boolean): Promise<void> {
    const kept = await this.parts.workers.getRegistration().catch(() => undefined);
    if (savesData && kept === undefined) this.set({ ...this.state, offline: { kind: 'offered' } });
    else await this.register();
  }

  async register(): Promise<void> {
    const { workers } = this.parts;
    let controlled = workers.controller !== null;
    try {
      const registration = await workers.register(OFFLINE_WORKER, { updateViaCache: 'none' });
      this.registration = registration;
      workers.addEventListener('controllerchange', () => {
        // The first worker takes a page that had none; only a second one is a new version.
        if (controlled) this.replaced();
        controlled = true;
      });
      const channel = this.parts.channel(offlineChannel(registration.scope));
      channel.addEventListener('message', ({ data }: MessageEvent<OfflineMessage>) =>
        this.set(afterMessage(this.state, data)),
      );
      registration.addEventListener('updatefound', () => this.follow());
      this.follow();
    } catch {
      const why = 'this browser lets no page keep files here (a private window?)';
      this.set({ ...this.state, offline: { kind: 'unavailable', why } });
    }
  }

  /** Looks for a new version: a tab may stay open for weeks. */
  lookForUpdate(): void {
    this.registration?.update().catch(() => undefined);
  }

  /** Lets the waiting version take over, then loads the page again; not while another tab computes. */
  async takeUpdate(): Promise<void> {
    if (this.state.update === 'taken') {
      this.parts.reload();
      return;
    }
    const waiting = this.registration?.waiting ?? null;
    const busyElsewhere = !(await this.parts.lock.isFree());
    this.set({ ...this.state, busyElsewhere });
    if (busyElsewhere || waiting === null) return;
    this.reloads = true;
    waiting.postMessage(TAKE_OVER);
  }

  private replaced(): void {
    if (this.reloads) this.parts.reload();
    else this.set({ ...this.state, update: 'taken' });
  }

  private follow(): void {
    const registration = this.registration;
    if (registration === null) return;
    const look = (): void => {
      this.set(
        afterChange(this.state, {
          installing: registration.installing !== null,
          waiting: registration.waiting !== null,
          active: registration.active !== null,
        }),
      );
    };
    for (const worker of [registration.installing, registration.waiting, registration.active])
      worker?.addEventListener('statechange', look);
    look();
  }

  private set(state: Offline): void {
    this.state = state;
    this.parts.tell(state);
  }
}
