/** The reading set that ships with the lab; it comes when it is first used. Made by scripts/make-reading.ts. */
import type { ModelFile } from '../../experiment/model-facts.ts';
import files from './reading-files.json' with { type: 'json' };

/** Folder of the files, from where the page lies. */
export const READING_FOLDER = 'reading';

/** `SHIPPED_TWO_HOP`, packed as `packed-reading.ts` has it, and gzipped. */
export const TWO_HOP_FILE = 'two-hop.bin';

/** Name, bytes and hash of each, packed as they lie there. */
export const readingFiles: readonly ModelFile[] = files;
