/**
 * Words that several classes list are taken out before anything is computed (specs/knowledgeable-verbalizer.md, 0.6 and
 * 4.2): they say nothing between the classes.
 */

/**
 * `strip`: words are stripped; what several classes list goes from all of them, but a class keeps its name, its first
 * word; of copies within a class one stays. `openprompt-exact`: what OpenPrompt's code does to its own lists, with words as
 * they are: each word that stands there twice or more loses one copy in each class, the class's name aside.
 */
export type Deduplication = 'strip' | 'openprompt-exact';

type Classes = readonly (readonly string[])[];

/** `classes` without the words that they share. */
export const deduplicateWords = (classes: Classes, mode: Deduplication): Classes =>
  mode === 'strip' ? stripped(classes) : asOpenPrompt(classes);

function stripped(classes: Classes): Classes {
  const bare = classes.map((words) => [...new Set(words.map((word) => word.trim()))]);
  const counts = countsOf(bare);
  return bare.map((words) => words.filter((word, index) => index === 0 || counts.get(word) === 1));
}

function asOpenPrompt(classes: Classes): Classes {
  const counts = countsOf(classes);
  return classes.map(([name, ...words]) => {
    const lost = new Set<string>();
    const left = words.filter((word) => {
      if ((counts.get(word) ?? 0) < 2 || lost.has(word)) return true;
      lost.add(word);
      return false;
    });
    return [name, ...left];
  });
}

function countsOf(classes: Classes): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of classes.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
