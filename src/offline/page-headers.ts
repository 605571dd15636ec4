/**
 * What the page's answers should carry besides their content. The same words stand in the built page, in the preview
 * server, in `_headers` for hosts that read it, and in the service worker, which adds what a host leaves out.
 */

/**
 * Nothing leaves the device by itself: no remote or inline script, no eval beyond WebAssembly.
 * `blob:` workers are onnxruntime-web's threads; `data:` and `blob:` images are exported figures.
 * `connect-src` allows other hosts, because people may ask for a PLM from a hub of their choosing, be it one on their
 * own machine. A policy can't know which; that nothing else is asked for is tested.
 */
const policy = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

export const CONTENT_SECURITY_POLICY = Object.entries(policy)
  .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
  .join('; ');

/** Cross-origin isolation gives wasm threads; without it the lab still works, on one thread. */
export const ISOLATION_HEADERS: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** A worker's policy is that of its own answer, so every answer carries it and not only the page. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  ...ISOLATION_HEADERS,
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
