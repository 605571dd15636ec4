/**
 * What the page and the library worker say to one another: requests through Comlink (`LibraryService`), progress over one
 * MessagePort. Errors come back as data: what a worker throws arrives without its remedy.
 */
import type { DeviceFacts } from '../data/models/preflight.ts';
import type { HubModel } from '../data/models/hub-address.ts';
import type { ModelShape } from '../data/models/model-shape.ts';
import type { OnnxChoice } from '../data/models/onnx-choices.ts';
import type { HubFile } from '../data/models/hub-listing.ts';
import type { StoredModel } from '../storage/saved-models.ts';
import type { Answer } from './answer.ts';

export type { Answer };

export type LibraryPhase = 'look up' | 'download' | 'read' | 'verify' | 'inspect' | 'save';

export type LibraryEvent =
  | {
      readonly kind: 'phase';
      readonly phase: LibraryPhase;
      readonly done: number;
      /** Null when it can't be known. */
      readonly total: number | null;
      readonly detail: string;
    }
  /** The connection broke; it is tried again by itself. */
  | { readonly kind: 'waiting'; readonly seconds: number; readonly why: string };

/** What a hub has of a model, before any of it is fetched. */
export interface HubOffer {
  readonly at: HubModel;
  readonly licence: string;
  readonly choices: readonly OnnxChoice<HubFile>[];
  readonly files: readonly HubFile[];
  /** Null where config.json tells too little. */
  readonly shape: ModelShape | null;
  /** Files that a model can't do without and that are not there. */
  readonly missing: readonly string[];
}

/** A file that was chosen or dropped; its name with the folders that it was in. */
export interface PickedFile {
  readonly path: string;
  readonly blob: Blob;
}

export interface LibraryService {
  connect(events: MessagePort): Promise<void>;
  lookUp(address: string, base: string): Promise<Answer<HubOffer>>;
  /** Fetches and imports the model whose graph is `graph`. */
  download(offer: HubOffer, graph: string): Promise<Answer<StoredModel>>;
  /** Goes on with a download that broke off. */
  resume(id: string): Promise<Answer<StoredModel>>;
  /** @param graph which of several graphs; null for the first that can be used */
  importFiles(files: readonly PickedFile[], graph: string | null): Promise<Answer<StoredModel>>;
  /** Ends what is under way; what came is kept. */
  cancel(): Promise<void>;
  /** What the device has, and how fast its engine multiplies. */
  measure(): Promise<Answer<DeviceFacts>>;
}
