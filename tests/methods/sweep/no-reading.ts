/** For sweeps that read nothing. */
import type { ReadingSources } from '../../../src/methods/reader/reading-sources.ts';

export const noReading: ReadingSources = {
  open: () => Promise.reject(new Error('no reading set was to be asked for')),
};
