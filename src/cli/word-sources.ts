/** Label words from the lab's files on this disk. */
import { LabError } from '../errors/lab-error.ts';
import type { WordSources } from '../methods/verbalizer/word-sources.ts';

const missing = (): Promise<never> =>
  Promise.reject(
    new LabError({ code: 'argument', message: 'No words there.', remedy: 'Give a file.', where: '--preset' }),
  );

export const wordSources: WordSources = { preset: missing, expand: missing };
