/** `npm run -s lab -- …`: the command line (src/cli), run in this same process. */
import { pathToFileURL } from 'node:url';
import { cliBundle } from './cli-bundle.mjs';
import { ensureDependencies } from './dependencies.mjs';

ensureDependencies();
await import(pathToFileURL(await cliBundle()).href);
