/** The worker that computes sweeps: the page's requests through Comlink, its events through the port given to `connect`. */
import { expose } from 'comlink';
import { createBrowserEngine } from '../src/engine/browser-engine.ts';
import { networkOf } from '../src/offline/network.ts';
import { browserKeyValue } from '../src/storage/key-value.ts';
import { alone } from './job/alone.ts';
import { holdLife } from './hold-life.ts';
import { PageSweepService } from './sweep/sweep-service.ts';
import { Resources } from './job/resources.ts';
import { pageReading } from './reading/page-reading.ts';
import { PageWords } from './words/page-word-sources.ts';

// The worker's script lies one folder below the page, in development and in a build alike.
const base = new URL('../', self.location.href);

const store = browserKeyValue();

holdLife();
expose(
  new PageSweepService({
    resources: new Resources(base, store),
    words: new PageWords(base),
    reading: (signal, progress) => pageReading(base, signal, progress),
    makeEngine: createBrowserEngine,
    network: networkOf(self),
    store,
    now: () => new Date(),
    alone,
  }),
);
