import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './scripts/vite-content-security-policy.ts';
import { shippedModels } from './scripts/vite-shipped-models.ts';

/** Cross-origin isolation gives wasm threads; without it the lab still works, on one thread. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react(), shippedModels(), contentSecurityPolicy()],
  resolve: {
    // Picks the onnxruntime-web entries that load their wasm glue from where we say, see src/engine/browser-ort.ts.
    conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
  },
  // Pre-bundling would move the entries away from their glue files.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  worker: { format: 'es' },
  server: { headers: isolation },
  preview: { headers: isolation },
  build: { target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1024 },
});
