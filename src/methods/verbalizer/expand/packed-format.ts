/**
 * The packed WordNet: parts one after another, numbers as `ByteStream` has them.
 * 1. a line that says what the file is;
 * 2. how many synsets are nouns, verbs, adjectives, adverbs; they follow in this order, each kind by rising offset;
 * 3. the words, in the order in which synsets first have them;
 * 4. a part each: a synset's offset, less that of the one before; its number of words; for each word how far back it
 *    stands in the list of those met so far (0: the next new one), its sense number, SemCor's tag count;
 * 5. a part each: a synset's number of pointers; for each twice its code, plus one where it also stands for the one back;
 *    the target less the source; the numbers of the two words;
 * 6. the pieces of definitions, by falling frequency, and their numbers from 1, definition after definition, 0 at the end
 *    of each. Pieces are words and what stands between them; a single space between two words is not written;
 * 7. the lexicographer files: the number of one, and how many synsets on end are in it.
 */
export const FORMAT = 'Prompt Lab words, format 2';

/** Parts of speech in the order of the synsets. */
export const PARTS_OF_SPEECH = ['n', 'v', 'a', 'r'] as const;
