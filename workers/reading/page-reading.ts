/** Reading sets from beside the page: the one that ships, or one that is made here out of WordNet. */
import { gunzip } from '../../src/data/gunzip.ts';
import { unpackReading } from '../../src/data/reading/packed-reading.ts';
import { readingFiles, READING_FOLDER, TWO_HOP_FILE } from '../../src/data/reading/reading-files.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { isShipped } from '../../src/experiment/reader/two-hop-settings.ts';
import type { ReadingSources } from '../../src/methods/reader/reading-sources.ts';
import { makeTwoHop, openTwoHop } from '../../src/methods/reader/two-hop/make-two-hop.ts';
import { downloadFiles, type Progress } from '../job/download.ts';
import { keptFiles } from '../job/kept-files.ts';
import { WordBase } from '../words/word-base.ts';

/** @param base the page's address */
export function pageReading(base: URL, signal: AbortSignal, progress: Progress): ReadingSources {
  const kept = keptFiles('caches' in globalThis ? globalThis.caches : undefined);
  return {
    async open(data) {
      if (data.kind === 'files')
        throw new LabError({
          code: 'model-missing',
          message: `${data.path} is not in this browser.`,
          remedy: 'Bring the reading set in again, or run the recipe by `lab read`.',
          where: 'data',
        });
      const settings = { ...data, masked: false };
      if (isShipped(settings)) {
        const folder = new URL(`${READING_FOLDER}/`, base);
        const loaded = await downloadFiles(folder, readingFiles, signal, progress, kept);
        const bytes = await gunzip(loaded.get(TWO_HOP_FILE) ?? new Uint8Array(), TWO_HOP_FILE);
        return unpackReading(new TextDecoder().decode(bytes), TWO_HOP_FILE);
      }
      const { graph } = await new WordBase(base, kept).open(['wordnet'], signal, progress);
      if (graph === null) throw new Error('WordNet was asked for');
      return makeTwoHop(openTwoHop(graph), settings);
    },
  };
}
