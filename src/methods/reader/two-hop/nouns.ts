/** WordNet's nouns as the two-hop set needs them: titles, definitions as words, relations. Read once, then looked up. */
import { nameOf, stemOf, wordsIn, type Name } from '../../../experiment/reader/items/words.ts';
import { PARTS_OF_SPEECH } from '../../verbalizer/expand/packed-format.ts';
import { pointerCode } from '../../verbalizer/expand/pointers.ts';
import type { WordGraph } from '../../verbalizer/expand/word-graph.ts';

/** A word of a synset as text, ready to be looked for. */
export interface Lemma extends Name {
  /** Small letters, single spaces, nothing else but digits. */
  readonly text: string;
  readonly stems: readonly string[];
  /** It has one noun sense alone. */
  readonly isMonosemous: boolean;
}

export interface Nouns {
  readonly count: number;
  /** Offset in WordNet's file, eight digits. */
  readonly offsetOf: (synset: number) => string;
  readonly lemmas: (synset: number) => readonly Lemma[];
  /** The first word that has one noun sense alone, if there is one. */
  readonly titleOf: (synset: number) => Lemma | undefined;
  /** In small letters, without examples. */
  readonly definition: (synset: number) => string;
  readonly definitionWords: (synset: number) => readonly string[];
  readonly lexicographerFile: (synset: number) => number;
  /** Nouns at the other end of a pointer, by rising number. */
  readonly related: (synset: number, symbol: string) => readonly number[];
  /** Nothing is a kind or an instance of it. */
  readonly isLeaf: (synset: number) => boolean;
}

const NOUN = PARTS_OF_SPEECH.indexOf('n');

export function openNouns(graph: WordGraph): Nouns {
  const count = graph.synsets.partOfSpeech.reduce((sum, part) => sum + (part === NOUN ? 1 : 0), 0);
  const kept = <Value>(make: (synset: number) => Value): ((synset: number) => Value) => {
    const values = new Map<number, Value>();
    return (synset) => {
      const known = values.get(synset);
      if (known !== undefined) return known;
      const value = make(synset);
      values.set(synset, value);
      return value;
    };
  };
  const lemmas = kept((synset) => graph.wordsOf(synset).map((word) => lemmaOf(word, graph)));
  const definition = kept((synset) => graph.definitions.text(synset).toLowerCase());
  const related = (synset: number, symbol: string): readonly number[] => {
    const { start, code, target } = graph.pointers;
    const wanted = pointerCode(symbol);
    const targets = new Set<number>();
    for (let at = start[synset]; at < start[synset + 1]; at++)
      if (code[at] === wanted && target[at] < count) targets.add(target[at]);
    return [...targets].sort((a, b) => a - b);
  };
  return {
    count,
    offsetOf: (synset) => String(graph.synsets.offset[synset]).padStart(8, '0'),
    lemmas,
    titleOf: kept((synset) => lemmas(synset).find(({ isMonosemous }) => isMonosemous)),
    definition,
    definitionWords: kept((synset) => wordsIn(definition(synset))),
    lexicographerFile: (synset) => graph.lexicographerFile[synset],
    related,
    isLeaf: (synset) => related(synset, '~').length === 0 && related(synset, '~i').length === 0,
  };
}

function lemmaOf(word: string, graph: WordGraph): Lemma {
  const name = nameOf(word);
  const senses = graph.meanings(word).filter(({ synset }) => graph.synsets.partOfSpeech[synset] === NOUN);
  return {
    ...name,
    text: name.words.join(' '),
    stems: name.words.map(stemOf),
    isMonosemous: senses.length === 1,
  };
}
