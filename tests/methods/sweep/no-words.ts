/** For sweeps that ask for no words. */
import type { WordSources } from '../../../src/methods/verbalizer/word-sources.ts';

const none = (): Promise<never> => Promise.reject(new Error('no words were to be asked for'));

export const noWords: WordSources = { preset: none, expand: none };
