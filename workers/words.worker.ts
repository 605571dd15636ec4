/** The worker of words: the page's requests through Comlink, progress through the port given to `connect`. */
import { expose } from 'comlink';
import { createBrowserEngine } from '../src/engine/browser-engine.ts';
import { browserKeyValue } from '../src/storage/key-value.ts';
import { holdLife } from './hold-life.ts';
import { KeptEngines } from './job/kept-engines.ts';
import { Resources } from './job/resources.ts';
import { PageWords } from './words/page-word-sources.ts';
import { PageWordsService } from './words/words-service.ts';

// The worker's script lies one folder below the page, in development and in a build alike.
const base = new URL('../', self.location.href);

holdLife();
expose(
  new PageWordsService({
    resources: new Resources(base, browserKeyValue()),
    engines: new KeptEngines(createBrowserEngine),
    words: new PageWords(base),
  }),
);
