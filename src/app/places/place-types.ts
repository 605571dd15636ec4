/** What the shell knows of a place. A new one is an entry of the table, and a folder of its own. */
import type { ComponentType } from 'react';
import type { Lab } from '../lab.ts';

export type PlaceId = 'train' | 'transfer' | 'words' | 'grow' | 'library';

export interface PlaceShortcut {
  readonly key: string;
  readonly help: string;
}

/** What talk mode says below a place. */
export interface PlaceTalk {
  /** Beside the state of the place: how many seeds it rests on, where that never changes. */
  readonly note?: string;
  /** The keys that a speaker needs, in a word each. */
  readonly keys: readonly PlaceShortcut[];
}

export interface Place {
  /** Stands in the address: `#/train`. */
  readonly id: PlaceId;
  readonly name: string;
  /** After `g`, it goes to this place. */
  readonly key: string;
  readonly question: string;
  readonly page: ComponentType;
  /** What the place shows, said in the bar: recorded, training on this device. Null where there is nothing to say. */
  readonly state: ComponentType | null;
  readonly shortcuts: readonly PlaceShortcut[];
  readonly talk?: PlaceTalk;
  /** Does what `key` stands for in this place, if it is offered now. */
  readonly performByKey: (lab: Lab, key: string) => boolean;
}
