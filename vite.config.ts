import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { contentSecurityPolicy } from './scripts/vite-content-security-policy.ts';
import { offline } from './scripts/vite-offline.mjs';
import { preloadFonts } from './scripts/vite-preload-fonts.ts';
import { shippedModels } from './scripts/vite-shipped-models.ts';
import { ISOLATION_HEADERS, PAGE_HEADERS } from './src/offline/page-headers.ts';

export default defineConfig({
  base: './',
  plugins: [react(), shippedModels(), preloadFonts(), contentSecurityPolicy(), offline()],
  resolve: {
    // Picks the onnxruntime-web entries that load their wasm glue from where we say, see src/engine/browser-ort.ts.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  optimizeDeps: {
    // Pre-bundling would move the entries away from their glue files.
    exclude: ['onnxruntime-web'],
    // Named here, because a dependency that Vite only meets in a worker or a test makes it reload the page.
    include: [
      '@bufbuild/protobuf',
      '@huggingface/tokenizers',
      '@petamoriken/float16',
      'comlink',
      'd3',
      'fflate',
      'idb-keyval',
      'onnx-buf',
      'papaparse',
      'react',
      'react-dom/client',
      'valibot',
      'zustand',
    ],
  },
  worker: { format: 'es' },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: PAGE_HEADERS },
  build: { target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1024 },
});
