/** Ids of a tokenizer.json, checked before the library builds tables from them: a large one would fill the memory. */
import { LabError } from '../errors/lab-error.ts';

/** Beyond every vocabulary; the largest have some hundred thousand tokens. */
const MOST_TOKENS = 1 << 24;

/** WordPiece tries all parts of a word, which takes its length cubed; 100 is usual. */
const MOST_WORD_CHARACTERS = 1000;

const isId = (id: unknown): id is number =>
  typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < MOST_TOKENS;

function wrong(where: string, message: string): LabError {
  return new LabError({
    code: 'tokenizer-unreadable',
    message: `${where} of tokenizer.json ${message}.`,
    remedy: 'Export the tokenizer again, or take tokenizer.json from the place where the model came from.',
    where: `tokenizer.json ${where}`,
  });
}

/** Throws `tokenizer-unreadable` where an added token's id or text can't be one. */
export function checkAddedTokens(tokens: readonly unknown[]): void {
  tokens.forEach((token, index) => {
    const entry = typeof token === 'object' && token !== null ? token : {};
    const id: unknown = 'id' in entry ? entry.id : undefined;
    const content: unknown = 'content' in entry ? entry.content : undefined;
    if (typeof content === 'string' && isId(id)) return;
    throw wrong(
      `added_tokens[${index}]`,
      `needs a text \`content\` and an \`id\` from 0 to ${MOST_TOKENS - 1}`,
    );
  });
}

/** Throws `tokenizer-unreadable` where a model's vocabulary, or what it says of words, can't be one. */
export function checkModel(model: Readonly<Record<string, unknown>>): void {
  checkVocabulary(model['vocab']);
  const unknown = model['unk_id'] ?? null;
  if (unknown !== null && !isId(unknown))
    throw wrong('model.unk_id', `is no id from 0 to ${MOST_TOKENS - 1}`);
  const longest = model['max_input_chars_per_word'] ?? MOST_WORD_CHARACTERS;
  if (typeof longest !== 'number' || !(longest >= 0 && longest <= MOST_WORD_CHARACTERS))
    throw wrong('model.max_input_chars_per_word', `is no number from 0 to ${MOST_WORD_CHARACTERS}`);
}

/** Ids by token, or a list of `[token, score]`. */
function checkVocabulary(vocab: unknown): void {
  if (typeof vocab !== 'object' || vocab === null) throw wrong('model.vocab', 'is missing');
  if (Array.isArray(vocab)) {
    const at = vocab.findIndex(
      (entry: unknown) =>
        !Array.isArray(entry) || typeof entry[0] !== 'string' || typeof entry[1] !== 'number',
    );
    if (at >= 0) throw wrong(`model.vocab[${at}]`, 'is no token with a score');
    return;
  }
  const stray = Object.entries(vocab).find(([, id]) => !isId(id));
  if (stray === undefined) return;
  throw wrong('model.vocab', `gives “${stray[0].slice(0, 40)}” no id from 0 to ${MOST_TOKENS - 1}`);
}
