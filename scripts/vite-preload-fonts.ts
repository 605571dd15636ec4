import type { Plugin } from 'vite';

/** Families that the first screen is set in; the browser would learn of them only from the style sheet. */
const FIRST_FAMILIES = ['inter-', 'source-serif-4-'];

/** Asks for the first screen's fonts in the page itself. */
export function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => file.endsWith('.woff2'))
          .filter((file) => FIRST_FAMILIES.some((family) => file.includes(`/${family}`)))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `./${file}`, crossorigin: '' },
            injectTo: 'head' as const,
          })),
    },
  };
}
