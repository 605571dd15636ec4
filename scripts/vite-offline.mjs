import { readFileSync } from 'node:fs';
import { VitePWA } from 'vite-plugin-pwa';
import { precacheSizes } from './precache-sizes.ts';

const catalogue = JSON.parse(readFileSync(new URL('../models/catalogue.json', import.meta.url), 'utf8'));

/** The task whose recorded run a first visit opens, whatever its PLM: it is kept. */
const OPENING_TASK = 'subj';

/** The PLM whose recorded sweep a first visit to Transfer opens: it is kept, the others are loaded when they are chosen. */
const OPENING_SWEEP = 'lab-mini';

/** The recorded run that a first visit to Words opens. */
const OPENING_WORDS = 'lab-small-agnews';

/** Files of the PLMs that are downloaded when they are first used, and their recorded runs: these are large, too. */
const onDemand = [
  `recorded/transfer-!(${OPENING_SWEEP}).*`,
  `recorded/words-!(${OPENING_WORDS}).plab`,
  // What they came to is in their list, which is kept; the files hold scores and prompts besides.
  'recorded/grow-*.plab',
  // A run in which the prompt gains nothing: loaded by who chooses it.
  'recorded/lab-small-sst2.json',
  ...catalogue
    .filter((model) => model.onDemand)
    .flatMap(({ folder, name }) => [`models/${folder}/**`, `recorded/${name}-!(${OPENING_TASK}).json`]),
];

/**
 * Builds workers/offline.sw.ts with the list of all files that are needed offline. Not in TypeScript: the plugin's types
 * would bring those of the newest JavaScript into the whole project.
 */
export function offline() {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'workers',
    filename: 'offline.sw.ts',
    // The manifest is public/manifest.webmanifest, and the page registers by itself when it is idle.
    manifest: false,
    injectRegister: false,
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: [
        '**/*.{html,css,js,mjs,wasm,svg,png,woff2,webmanifest,json,jsonl,plab,onnx,onnx_data}',
        // Published label words, 150 kB; words to expand from (.bin) come when they are first used.
        'words/**/*.txt',
      ],
      globIgnores: onDemand,
      // Their names change with their content.
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 32e6,
      manifestTransforms: [
        (manifest) => {
          const { jspi, asyncify } = precacheSizes(manifest);
          console.log(
            `Offline use keeps ${jspi.toFixed(1)} MB (jspi) or ${asyncify.toFixed(1)} MB (asyncify)`,
          );
          return { manifest };
        },
      ],
    },
  });
}
