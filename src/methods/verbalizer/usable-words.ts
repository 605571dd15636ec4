/** The words of each class that a PLM can be asked for, and why others can't (specs: KPT, sections 0.5 to 0.7). */
import { LabError } from '../../errors/lab-error.ts';
import type { ExpandedWord } from '../../experiment/verbalizer/expansion.ts';
import type { LeftWord, UsableClass } from '../../experiment/verbalizer/usable-words.ts';
import { plainWords } from '../../experiment/verbalizer/verbalizer.ts';
import type { CandidateWord } from '../../experiment/verbalizer/word-logits.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import { deduplicateWords } from '../../text/deduplicate-words.ts';
import { encodeWord, isWrittenOut } from '../../text/verbalizer.ts';

/** A word as the mask could stand for it; null where the tokenizer doesn't know it. */
function candidate(tokenizer: LabTokenizer, word: ExpandedWord): CandidateWord | null {
  const { ids, tokens } = encodeWord(tokenizer, word.word);
  const { unk } = tokenizer.special;
  return ids.length === 0 || (unk !== undefined && unk !== null && ids.includes(unk))
    ? null
    : { ...word, ids, tokens };
}

/** A word that a class can't do without. @throws LabError `label-words` */
function named(tokenizer: LabTokenizer, label: string, word: ExpandedWord): CandidateWord {
  const bare = word.word.trim();
  if (isWrittenOut(bare))
    throw wrong(
      `“${bare}”, by which the class “${label}” is asked, is spelled with a mark of a tokenizer’s vocabulary.`,
      `Write it for “${label}” as people do, without Ġ, ▁ or ##.`,
    );
  const found = candidate(tokenizer, { ...word, word: bare });
  if (found !== null) return found;
  throw wrong(
    `“${word.word}”, by which the class “${label}” is asked, isn’t in this PLM’s vocabulary.`,
    `Put a word that this PLM knows first for “${label}”.`,
  );
}

/** The words of a class without a list. @throws LabError `label-words` where there are none: their mean would be none */
function manualOf(
  tokenizer: LabTokenizer,
  label: string,
  words: readonly string[],
): readonly CandidateWord[] {
  if (words.length === 0)
    throw wrong(
      `The class “${label}” has no word that it is asked by alone.`,
      `Give “${label}” at least one word of the manual verbalizer.`,
    );
  return plainWords(words, 'own').map((word) => named(tokenizer, label, word));
}

/**
 * @param lists class after class; the first word of a class is its name, and always stays
 * @param manual the manual verbalizer's words, which count however many tokens they are
 * @param oneToken whether words of several tokens are left out
 * @throws LabError `label-words` for a class without words, or one whose name the PLM can't say
 */
export function usableWords(
  tokenizer: LabTokenizer,
  labels: readonly string[],
  lists: readonly (readonly ExpandedWord[])[],
  manual: readonly (readonly string[])[],
  oneToken: boolean,
): readonly UsableClass[] {
  if (lists.length !== labels.length)
    throw wrong(
      `There are words for ${String(lists.length)} classes, and the task has ${String(labels.length)}: ${labels.join(', ')}.`,
      'Give each class a list of its own, in this order.',
    );
  const stripped = lists.map((words) => words.map((word) => ({ ...word, word: word.word.trim() })));
  const bare = stripped.map((words) => words.map(({ word }) => word));
  const names = bare.map(([name]) => name ?? '');
  const unshared = deduplicateWords(bare, 'strip').map((words) => new Set(words));
  return labels.map((label, c) => {
    const [name, ...others] = stripped[c];
    if (name === undefined || name.word === '')
      throw wrong(`The class “${label}” has no word.`, `Give “${label}” at least one word, its name first.`);
    const first = named(tokenizer, label, name);
    const dropped: LeftWord[] = [];
    const seen = new Set([name.word]);
    const words = others.flatMap((word): readonly CandidateWord[] => {
      const leave = (why: LeftWord['why'], other?: number): readonly CandidateWord[] => {
        dropped.push({ word: word.word, why, ...(other === undefined ? {} : { with: labels[other] }) });
        return [];
      };
      if (word.word === '' || seen.has(word.word)) return leave('repeated');
      seen.add(word.word);
      if (!unshared[c].has(word.word))
        return leave(
          'shared',
          bare.findIndex((words, owner) => owner !== c && words.includes(word.word)),
        );
      const found = isWrittenOut(word.word) ? null : candidate(tokenizer, word);
      if (found === null) return leave('unknown');
      return oneToken && found.ids.length > 1 ? leave('several-tokens') : [found];
    });
    if (names.indexOf(name.word) !== c)
      throw wrong(
        `The classes “${labels[names.indexOf(name.word)]}” and “${label}” have the same name, “${name.word}”.`,
        'Put another word first for one of them.',
      );
    return {
      label,
      listed: lists[c].length,
      words: [first, ...words],
      manual: manualOf(tokenizer, label, manual[c] ?? []),
      dropped,
    };
  });
}

const wrong = (message: string, remedy: string): LabError =>
  new LabError({ code: 'label-words', message, remedy, where: 'words' });
