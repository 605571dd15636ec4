/** `npm run -s lab -- …`: the command line (src/cli), run from its TypeScript source in this same process. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, root } from './dependencies.mjs';

ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(join(root, 'src', 'cli', 'main.ts')).href);
