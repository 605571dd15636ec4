import type { Plugin } from 'vite';
import { CONTENT_SECURITY_POLICY, PAGE_HEADERS } from '../src/offline/page-headers.ts';

/** Files whose names change with their content need never be asked for again; the others always. */
const caching = `/assets/*
  Cache-Control: public, max-age=31536000, immutable
`;

/**
 * Writes the policy into the built page, and the headers into a file for the hosts that read one. The dev server is
 * left alone: its hot reload needs inline scripts.
 */
export function contentSecurityPolicy(): Plugin {
  const lines = Object.entries(PAGE_HEADERS).map(([name, value]) => `  ${name}: ${value}\n`);
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: `/*\n${lines.join('')}${caching}` });
    },
  };
}
