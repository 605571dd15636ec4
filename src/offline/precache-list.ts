/** Which of the built files a browser keeps for offline use. */

export interface PrecacheEntry {
  readonly url: string;
  readonly revision: string | null;
}

/** At most so much is kept in any browser; the build fails beyond. */
export const PRECACHE_BUDGET_MB = 80;

/** Files of the two builds of onnxruntime-web with WebGPU, of which a browser uses one. */
const OF_BUILD = {
  jspi: /\.jspi[.-]/,
  asyncify: /ort-wasm-simd-threaded\.asyncify|ort\.webgpu\./,
} as const;

/** `entries` without what this browser never asks for: a wasm file of 17 or 27 MB. */
export function precacheOf<Entry extends { readonly url: string }>(
  entries: readonly Entry[],
  build: keyof typeof OF_BUILD,
): Entry[] {
  const other = OF_BUILD[build === 'jspi' ? 'asyncify' : 'jspi'];
  return entries.filter(({ url }) => !other.test(url));
}
