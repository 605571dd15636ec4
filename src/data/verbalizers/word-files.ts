/** The files of words that ship with the lab; they come when they are first used. Made by scripts/make-wordnet.ts. */
import type { ModelFile } from '../../experiment/model-facts.ts';
import files from './word-files.json' with { type: 'json' };

/** Folder of the files, from where the page lies. */
export const WORDS_FOLDER = 'words';

export const WORDNET_FILE = 'wordnet-3.1.bin';
export const AFINN_FILE = 'afinn-165.bin';

/** Name, bytes and hash of each, packed as they lie there. */
export const wordFiles: readonly ModelFile[] = files;
