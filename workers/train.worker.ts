/** The worker that trains: the page's requests through Comlink, its events through the port given to `connect`. */
import { expose } from 'comlink';
import { createBrowserEngine } from '../src/engine/browser-engine.ts';
import { networkOf } from '../src/offline/network.ts';
import { browserKeyValue } from '../src/storage/key-value.ts';
import { loadPrompt } from '../src/storage/saved-runs.ts';
import { holdLife } from './hold-life.ts';
import { Resources } from './job/resources.ts';
import { PageTrainService } from './train/train-service.ts';

// The worker's script lies one folder below the page, in development and in a build alike.
const base = new URL('../', self.location.href);
const store = browserKeyValue();

holdLife();
expose(
  new PageTrainService({
    resources: new Resources(base, store),
    makeEngine: createBrowserEngine,
    network: networkOf(self),
    loadPrompt: (id) => loadPrompt(store, id),
  }),
);
