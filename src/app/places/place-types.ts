/** What the shell knows of a place. A new one is an entry of the table, and a folder of its own. */
import type { ComponentType } from 'react';
import type { Lab } from '../lab.ts';

export type PlaceId = 'train' | 'transfer' | 'words' | 'grow' | 'read' | 'library';

export interface PlaceShortcut {
  readonly key: string;
  readonly help: string;
}

export interface Place {
  /** Stands in the address: `#/train`. */
  readonly id: PlaceId;
  readonly name: string;
  readonly question: string;
  /** Null for one that isn't there yet. */
  readonly page: ComponentType | null;
  /** Paragraphs of a place that isn't there yet: what it will be. */
  readonly plan: readonly string[];
  readonly shortcuts: readonly PlaceShortcut[];
  /** Does what `key` stands for in this place, if it is offered now. */
  readonly performByKey: (lab: Lab, key: string) => boolean;
  /** Steps through the place for who sees it first; none has one yet. */
  readonly tour: null;
}
