/**
 * Relations between WordNet's synsets, called by the symbols of its files (specs/knowledgeable-verbalizer.md, 15.3), and
 * what a step along each is worth, for topics (16.B) and for poles such as bad and good (17). Their order is that of the
 * codes in the packed file.
 */

/** What kind of classes words are looked for: subjects, or poles of sentiment. */
export type ExpansionMode = 'topic' | 'sentiment';

export interface Pointer {
  readonly symbol: string;
  /** The relation back; itself where it is symmetric, null where WordNet has none. */
  readonly inverse: string | null;
  readonly weight: Readonly<Record<ExpansionMode, number>>;
}

const pointer = (symbol: string, inverse: string | null, topic: number, sentiment = topic): Pointer => ({
  symbol,
  inverse,
  weight: { topic, sentiment },
});

export const POINTERS: readonly Pointer[] = [
  pointer('@', '~', 0.45, 0),
  pointer('~', '@', 0.72, 0),
  pointer('@i', '~i', 0.3),
  pointer('~i', '@i', 0.25),
  pointer('#m', '%m', 0.45),
  pointer('%m', '#m', 0.5),
  pointer('#p', '%p', 0.4),
  pointer('%p', '#p', 0.5),
  pointer('#s', '%s', 0.3),
  pointer('%s', '#s', 0.35),
  pointer(';c', '-c', 0.55),
  pointer('-c', ';c', 0.75),
  pointer(';r', '-r', 0),
  pointer('-r', ';r', 0),
  pointer(';u', '-u', 0),
  pointer('-u', ';u', 0),
  pointer('=', '=', 0.5),
  pointer('+', '+', 0.8, 0.7),
  pointer('!', '!', 0),
  pointer('&', '&', 0.7, 0.8),
  pointer('^', '^', 0.6, 0.7),
  pointer('$', '$', 0.7),
  pointer('\\', null, 0.75),
  pointer('*', null, 0.45),
  pointer('>', null, 0.45),
  pointer('<', null, 0.7),
];

/** The code of a symbol. @throws where WordNet has no such relation, which is a mistake of the caller */
export function pointerCode(symbol: string): number {
  const code = POINTERS.findIndex((entry) => entry.symbol === symbol);
  if (code < 0) throw new Error(`no relation is called ${symbol}`);
  return code;
}
