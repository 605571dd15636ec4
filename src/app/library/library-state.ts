/** What the Library place knows: what is on the device, what is being brought in, what was just deleted. */
import type { DeviceFacts } from '../../data/models/preflight.ts';
import type { LabErrorData } from '../../errors/lab-error.ts';
import type { HubOffer, LibraryEvent } from '../../protocol/library-protocol.ts';
import type { StorageRoom } from '../../storage/room.ts';
import type { Item, LibraryContent } from './list-items.ts';

/** What is being brought in. */
export interface LibraryJob {
  /** What it is about, e.g. the model’s name. */
  readonly title: string;
  readonly progress: LibraryEvent | null;
}

export interface LibraryState {
  /** Null until it has been read. */
  readonly content: LibraryContent | null;
  readonly room: StorageRoom | null;
  readonly device: DeviceFacts | null;
  readonly job: LibraryJob | null;
  readonly offer: HubOffer | null;
  /** What went well, in a sentence. */
  readonly notice: string | null;
  readonly error: LabErrorData | null;
  /** Deleted last; can be put back. */
  readonly deleted: Item | null;
  /** To be deleted, where there is no room to note that: it could not be put back. */
  readonly onlyForGood: Item | null;
}

export const EMPTY_LIBRARY: LibraryState = {
  content: null,
  room: null,
  device: null,
  job: null,
  offer: null,
  notice: null,
  error: null,
  deleted: null,
  onlyForGood: null,
};
