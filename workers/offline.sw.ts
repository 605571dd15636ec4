/**
 * The service worker: keeps the page's files, so that the lab opens and trains without a network. A new version is
 * kept beside the old one and waits; the old one's files stay until a page says that it may take over.
 */
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { webgpuBuild } from '../src/engine/webgpu-build.ts';
import { keptAnswer } from '../src/offline/kept-answer.ts';
import { precacheOf, type PrecacheEntry } from '../src/offline/precache-list.ts';
import { offlineChannel, TAKE_OVER, type OfflineMessage } from '../src/protocol/offline-protocol.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly PrecacheEntry[] };

const entries = precacheOf(self.__WB_MANIFEST, webgpuBuild());
const channel = new BroadcastChannel(offlineChannel(self.registration.scope));
const tell = (message: OfflineMessage): void => channel.postMessage(message);
let done = 0;

const controller = new PrecacheController({
  plugins: [
    {
      // What the page has loaded already is only asked whether it changed; workbox would load it a second time.
      requestWillFetch: ({ request, event }) =>
        Promise.resolve(
          event.type === 'install' && request.cache === 'reload'
            ? new Request(request, { cache: 'no-cache' })
            : request,
        ),
      cacheWillUpdate: ({ request, response }) =>
        Promise.resolve(keptAnswer(new URL(request.url).pathname, response)),
      handlerDidComplete: ({ event, error }) => {
        if (event.type === 'install' && error === undefined) {
          done += 1;
          tell({ kind: 'progress', done, total: entries.length });
        }
        return Promise.resolve();
      },
    },
  ],
});
controller.addToCacheList(entries);

self.addEventListener('install', (event) => {
  controller.install(event).catch((thrown: unknown) => {
    tell({ kind: 'failed', why: thrown instanceof Error ? thrown.name : String(thrown) });
  });
});

self.addEventListener('activate', (event) => {
  event.waitUntil(controller.activate(event).then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(self.skipWaiting());
});

// A recipe or a chosen cell in the address makes no other page.
registerRoute(new PrecacheRoute(controller, { ignoreURLParametersMatching: [/./], cleanURLs: false }));
