/** `npm start`: installs what is missing, then serves the page with Vite. Options: --port N, --host [H], --open. */
import { parseArgs } from 'node:util';
import { ensureDependencies, root } from './dependencies.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    open: { type: 'boolean', default: false },
  },
});
ensureDependencies();

const { createServer } = await import('vite');
const server = await createServer({
  root,
  server: {
    ...(values.port === undefined ? {} : { port: Number(values.port), strictPort: true }),
    ...(values.host === undefined ? {} : { host: values.host }),
    open: values.open,
  },
});
await server.listen();
console.log('Prompt Lab is at:');
server.printUrls();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void server.close().finally(() => process.exit(0)));
}
