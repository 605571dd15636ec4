/** The worker of growing PLMs: the page's requests through Comlink, progress through the port given to `connect`. */
import { expose } from 'comlink';
import { createBrowserEngine } from '../src/engine/browser-engine.ts';
import { browserKeyValue } from '../src/storage/key-value.ts';
import { PageGrowService } from './grow/grow-service.ts';
import { holdLife } from './hold-life.ts';
import { KeptEngines } from './job/kept-engines.ts';
import { Resources } from './job/resources.ts';
import { PageWords } from './words/page-word-sources.ts';

// The worker's script lies one folder below the page, in development and in a build alike.
const base = new URL('../', self.location.href);

holdLife();
expose(
  new PageGrowService({
    resources: new Resources(base, browserKeyValue()),
    engines: new KeptEngines(createBrowserEngine),
    words: new PageWords(base),
  }),
);
