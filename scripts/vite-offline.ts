import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { PRECACHE_BUDGET_MB, precacheOf } from '../src/offline/precache-list.ts';

const MB = 1e6;

interface SizedEntry {
  readonly url: string;
  readonly size: number;
}

/**
 * What each kind of browser keeps, in MB.
 * @throws Error where that is more than the budget
 */
export function precacheSizes(entries: readonly SizedEntry[]): Readonly<Record<'jspi' | 'asyncify', number>> {
  const size = (build: 'jspi' | 'asyncify'): number => {
    const megabytes = precacheOf(entries, build).reduce((sum, entry) => sum + entry.size, 0) / MB;
    if (megabytes > PRECACHE_BUDGET_MB)
      throw new Error(
        `Offline use would keep ${megabytes.toFixed(1)} MB (${build}), more than ${PRECACHE_BUDGET_MB} MB`,
      );
    return megabytes;
  };
  return { jspi: size('jspi'), asyncify: size('asyncify') };
}

/** Builds workers/offline.sw.ts with the list of all files that are needed offline. */
export function offline(): Plugin[] {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'workers',
    filename: 'offline.sw.ts',
    // The manifest is public/manifest.webmanifest, and the page registers by itself when it is idle.
    manifest: false,
    injectRegister: false,
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*.{html,css,js,mjs,wasm,svg,png,webmanifest,json,jsonl,plab,onnx,onnx_data}'],
      // Their names change with their content.
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 32 * MB,
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
