/** Reading sets from the lab's own files on this disk. */
import { join } from 'node:path';
import { gunzip } from '../data/gunzip.ts';
import { unpackReading } from '../data/reading/packed-reading.ts';
import { READING_FOLDER, TWO_HOP_FILE } from '../data/reading/reading-files.ts';
import { isShipped } from '../experiment/reader/two-hop-settings.ts';
import { makeTwoHop, openTwoHop } from '../methods/reader/two-hop/make-two-hop.ts';
import type { ReadingSources } from '../methods/reader/reading-sources.ts';
import { projectFolder } from './open-model.ts';
import { openReadingFiles } from './open-reading-files.ts';
import { openWordNet } from './open-words.ts';
import { say } from './output.ts';
import { readBytes } from './read-bytes.ts';

export const readingSources: ReadingSources = {
  async open(data) {
    if (data.kind === 'files') {
      const { splits, report } = await openReadingFiles(
        data.path,
        data.format === null ? {} : { format: data.format },
      );
      for (const { file, line, reason } of report.malformed.listed)
        say(`${file}, line ${String(line)}: ${reason}`);
      for (const note of report.notes) say(note);
      return splits;
    }
    // Placeholders are dealt when a batch is made, so the set itself is plain.
    const settings = { ...data, masked: false };
    if (!isShipped(settings)) return makeTwoHop(openTwoHop(await openWordNet()), settings);
    const bytes = readBytes(join(projectFolder, 'public', READING_FOLDER, TWO_HOP_FILE));
    return unpackReading(new TextDecoder().decode(await gunzip(bytes, TWO_HOP_FILE)), TWO_HOP_FILE);
  },
};
