/** The library worker's service: brings models in, one at a time, and measures the device. */
import type { FetchOptions } from '../../src/data/models/fetch-file.ts';
import type { DeviceFacts } from '../../src/data/models/preflight.ts';
import { LabError, toErrorData, type LabErrorCode } from '../../src/errors/lab-error.ts';
import type {
  Answer,
  HubOffer,
  LibraryEvent,
  LibraryService,
  PickedFile,
} from '../../src/protocol/library-protocol.ts';
import { discardDownload, listDownloads, type StoredDownload } from '../../src/storage/downloads.ts';
import { freeName } from '../../src/storage/free-name.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import { storeModel, type Report } from './store-model.ts';
import type { StoredModel } from '../../src/storage/saved-models.ts';
import { downloadOf, finishDownload, lookUp } from './hub-models.ts';
import { readPicked } from './picked-models.ts';

export interface LibraryServiceParts {
  readonly store: KeyValue;
  readonly measure: () => Promise<DeviceFacts>;
  readonly now: () => Date;
  /** Names that are taken besides those in the storage: of what ships. */
  readonly shippedNames: () => Promise<readonly string[]>;
  /** Does the work while no tab tidies the storage up. */
  readonly whileStorageIsKept: <T>(work: () => Promise<T>) => Promise<T>;
  /** Does the work unless another tab is at a model of that id; null then. Without it, there is no other tab. */
  readonly claim?: <T>(id: string, work: () => Promise<T>) => Promise<T | null>;
  /** For tests; the browser's own else. */
  readonly fetch?: typeof fetch;
}

/** With these, what was downloaded can't ever become a model; with others, going on may help. */
const FINAL: readonly LabErrorCode[] = [
  'onnx-unreadable',
  'onnx-unsupported',
  'onnx-external-data-missing',
  'no-word-embedding',
  'no-head',
  'tokenizer-unreadable',
  'file',
  'shape-mismatch',
];

/** Progress is told so often, and no oftener: a piece of a few kilobytes is not worth a message. */
const TELL_EVERY_MS = 100;

export class PageLibraryService implements LibraryService {
  private events: MessagePort | null = null;
  private abort = new AbortController();

  constructor(private readonly parts: LibraryServiceParts) {}

  connect(events: MessagePort): Promise<void> {
    this.events = events;
    return Promise.resolve();
  }

  private emit(event: LibraryEvent): void {
    this.events?.postMessage(event);
  }

  private reporter(): Report {
    let [last, told] = ['', 0];
    return (phase, done, total, detail) => {
      const now = performance.now();
      if (phase === last && done !== total && now - told < TELL_EVERY_MS) return;
      [last, told] = [phase, now];
      this.emit({ kind: 'phase', phase, done, total, detail });
    };
  }

  private options(): FetchOptions {
    return {
      signal: this.abort.signal,
      onWait: (seconds, why) => this.emit({ kind: 'waiting', seconds, why }),
      ...(this.parts.fetch === undefined ? {} : { fetch: this.parts.fetch }),
    };
  }

  private async answer<T>(work: () => Promise<T>): Promise<Answer<T>> {
    this.abort = new AbortController();
    try {
      return { ok: true, value: await work() };
    } catch (thrown) {
      return { ok: false, error: toErrorData(thrown, 'file') };
    }
  }

  private claim<T>(id: string, work: () => Promise<T>): Promise<T | null> {
    return this.parts.claim === undefined ? work() : this.parts.claim(id, work);
  }

  /** Does `work` under an id that nothing has, not even what another tab is bringing in: their pieces would mix. */
  private async named<T>(wanted: string, work: (id: string) => Promise<T>): Promise<T> {
    const taken = [...(await this.parts.shippedNames())];
    for (;;) {
      const id = await freeName(wanted, this.parts.store, ['model', 'download'], taken);
      const done = await this.claim(id, async () => {
        // Another tab may have finished a model of this id meanwhile.
        const isFree = (await freeName(id, this.parts.store, ['model', 'download'], taken)) === id;
        return isFree ? { value: await work(id) } : null;
      });
      if (done !== null) return done.value;
      taken.push(id);
    }
  }

  lookUp(address: string, base: string): Promise<Answer<HubOffer>> {
    return this.answer(() => {
      this.emit({ kind: 'phase', phase: 'look up', done: 0, total: null, detail: address });
      return lookUp(address, base, this.options());
    });
  }

  download(offer: HubOffer, graph: string): Promise<Answer<StoredModel>> {
    return this.answer(() =>
      this.named(offer.at.model.replace(/^.*\//, ''), (id) =>
        this.finish(downloadOf(offer, graph, id, this.parts.now())),
      ),
    );
  }

  resume(id: string): Promise<Answer<StoredModel>> {
    return this.answer(async () => {
      const download = (await listDownloads(this.parts.store)).find((candidate) => candidate.id === id);
      if (download !== undefined) {
        const model = await this.claim(id, () => this.finish(download));
        if (model !== null) return model;
        throw new LabError({
          code: 'storage',
          message: 'Another tab of this browser is downloading this model.',
          remedy: 'Wait for it there, or close that tab and go on here; what came is kept.',
          where: id,
        });
      }
      throw new LabError({
        code: 'storage',
        message: 'This download is no longer on this device.',
        remedy: 'Look the model up again.',
        where: id,
      });
    });
  }

  private async finish(download: StoredDownload): Promise<StoredModel> {
    const { store, now, whileStorageIsKept } = this.parts;
    try {
      return await whileStorageIsKept(() =>
        finishDownload(store, download, this.reporter(), this.options(), now),
      );
    } catch (thrown) {
      if (thrown instanceof LabError && FINAL.includes(thrown.code))
        await discardDownload(store, download.id).catch(() => undefined);
      throw thrown;
    }
  }

  importFiles(files: readonly PickedFile[], graph: string | null): Promise<Answer<StoredModel>> {
    return this.answer(async () => {
      const { store, now, whileStorageIsKept } = this.parts;
      const report = this.reporter();
      const picked = await readPicked(files, graph, report);
      const storeAs = (id: string): Promise<StoredModel> =>
        storeModel(
          store,
          {
            id,
            name: picked.name,
            description: 'From files of this device.',
            licence: 'not stated',
            source: { kind: 'files', names: files.map(({ path }) => path).slice(0, MOST_NAMES) },
            files: picked.files,
            stored: new Map(),
          },
          report,
          this.abort.signal,
          now,
        );
      return this.named(picked.name, (id) => whileStorageIsKept(() => storeAs(id)));
    });
  }

  cancel(): Promise<void> {
    this.abort.abort();
    return Promise.resolve();
  }

  measure(): Promise<Answer<DeviceFacts>> {
    return this.answer(this.parts.measure);
  }
}

/** A model in a file a tensor has hundreds; the first tell where it came from. */
const MOST_NAMES = 20;
