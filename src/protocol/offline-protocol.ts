/** What the page and the service worker say to one another. */

/** The service worker's file beside the page; it decides over the page's folder and what lies below. */
export const OFFLINE_WORKER = 'offline.sw.js';

/** From the worker that installs, over the channel below, to every page of its folder. */
export type OfflineMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'failed'; readonly why: string };

/** Two labs of one host, in folders of their own, don't hear each other. */
export const offlineChannel = (scope: string): string => `prompt-lab offline ${scope}`;

/** From the page to a waiting worker: become the active one now. A waiting worker never does so by itself. */
export const TAKE_OVER = 'take-over';
