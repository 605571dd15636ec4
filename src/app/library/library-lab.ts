/** What people do in the Library place: bring in, rename, delete, put back. Components only read its store. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { LabError, toErrorData } from '../../errors/lab-error.ts';
import type {
  Answer,
  HubOffer,
  LibraryEvent,
  LibraryService,
  PickedFile,
} from '../../protocol/library-protocol.ts';
import { discardDownload } from '../../storage/downloads.ts';
import { deleteItem, emptyTrash, removeItem, renameItem, restoreItem } from '../../storage/items.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { askToPersist, storageRoom } from '../../storage/room.ts';
import type { StoredModel } from '../../storage/saved-models.ts';
import { KeptConnection } from '../workers/kept-connection.ts';
import type { ConnectWorker } from '../workers/worker-line.ts';
import type { Experiments, Opened, OpenQuestion } from './experiments.ts';
import { EMPTY_LIBRARY, type LibraryState } from './library-state.ts';
import { listLibrary, type Item } from './list-items.ts';
import type { Destination } from './sort-files.ts';
import { keepVerbalizers } from './verbalizers.ts';

export interface LibraryLabParts {
  readonly connect: ConnectWorker<'library'>;
  readonly storage: KeyValue;
  /** `navigator.storage`, where there is one. */
  readonly manager: StorageManager | undefined;
  /** Called when models, tasks, runs or sweeps came or went. */
  readonly onChange: () => Promise<void>;
  readonly experiments: Experiments;
  readonly announce: (text: string) => void;
}

export class LibraryLab {
  readonly store: StoreApi<LibraryState> = createStore<LibraryState>(() => EMPTY_LIBRARY);
  private readonly line: KeptConnection<LibraryService, LibraryEvent>;

  constructor(private readonly parts: LibraryLabParts) {
    this.line = new KeptConnection(parts.connect, (event) => this.hear(event));
  }

  private hear(progress: LibraryEvent): void {
    const { job } = this.store.getState();
    if (job !== null) this.store.setState({ job: { ...job, progress } });
  }

  /** Reads what is on the device. */
  async refresh(): Promise<void> {
    try {
      const [content, room] = await Promise.all([
        listLibrary(this.parts.storage),
        storageRoom(this.parts.manager),
      ]);
      this.store.setState({ content, room });
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown, 'storage') });
    }
  }

  private async changed(): Promise<void> {
    await this.parts.onChange();
    await this.refresh();
  }

  /** What the device has for a model; asked once. */
  async measure(): Promise<void> {
    if (this.store.getState().device !== null) return;
    const answer = await this.line.answer((service) => service.measure()).catch((): null => null);
    // Without it the pre-flight says what it does not know; that is no failure of its own.
    if (answer?.ok === true) this.store.setState({ device: answer.value });
  }

  async lookUp(address: string, base: string): Promise<void> {
    this.store.setState({ offer: null });
    const offer = await this.job(address, (service) => service.lookUp(address, base));
    if (offer !== null) this.store.setState({ offer });
  }

  async download(offer: HubOffer, graph: string): Promise<void> {
    await this.bringIn(offer.at.model, (service) => service.download(offer, graph));
    if (this.store.getState().error === null) this.store.setState({ offer: null });
  }

  async resume(id: string): Promise<void> {
    await this.bringIn(id, (service) => service.resume(id));
  }

  async importModel(files: readonly PickedFile[], graph: string | null): Promise<void> {
    const title = files.length === 1 ? (files[0]?.path ?? '') : `${files.length} files`;
    await this.bringIn(title, (service) => service.importFiles(files, graph));
  }

  /** Files that were dropped on the page. */
  async take(files: readonly PickedFile[], destination: Exclude<Destination, 'data'>): Promise<void> {
    if (destination === 'model') return this.importModel(files, null);
    if (destination === 'experiment') return this.openExperiment(files, null);
    if (destination === 'verbalizer') return this.takeVerbalizers(files);
    this.store.setState({
      error: {
        code: 'file',
        message: `${files[0]?.path ?? 'What was dropped'} is nothing that the lab knows.`,
        remedy:
          'Drop a model (model.onnx with its files), data (.csv, .tsv, .jsonl, .json), a prompt (.safetensors, .npy, a PEFT folder), an experiment file (.plab) or label words (.verbalizer.json, OpenPrompt’s …verbalizer.txt).',
      },
    });
  }

  /** Lists of label words from files, each a verbalizer of its own. */
  async takeVerbalizers(files: readonly PickedFile[]): Promise<void> {
    this.store.setState({ notice: null });
    await this.keep(async () => {
      const kept = await keepVerbalizers(this.parts.storage, files);
      const notice = `${kept.map(({ name }) => name).join(', ')}: on this device.`;
      this.store.setState({ notice });
      this.parts.announce(notice);
    });
  }

  /** A run, a sweep or a prompt from files. @param task which task's prompt of an adapter with several */
  async openExperiment(files: readonly PickedFile[], task: number | null): Promise<void> {
    await this.takeIn(() => this.parts.experiments.open(files, task));
  }

  /** A bare prompt, now that it is known what it is for. */
  async adoptPrompt(
    asked: Extract<OpenQuestion, { kind: 'prompt' }>,
    plm: string,
    task: string,
  ): Promise<void> {
    await this.takeIn(() => this.parts.experiments.adopt(asked, plm, task));
  }

  private async takeIn(open: () => Promise<Opened>): Promise<void> {
    this.store.setState({ error: null, notice: null });
    try {
      const opened = await open();
      if (opened.kind === 'run') {
        const notice = ['The run is on this device.', ...opened.notes].join(' ');
        this.store.setState({ notice });
        this.parts.announce(notice);
      } else if (opened.kind === 'sweep')
        this.store.setState({ notice: `The sweep is shown in ${opened.place.name}.` });
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown, 'file') });
    }
    await this.changed();
  }

  private async bringIn(
    title: string,
    request: (service: LibraryService) => Promise<Answer<StoredModel>>,
  ): Promise<void> {
    const model = await this.job(title, request);
    await this.changed();
    if (model === null) return;
    await askToPersist(this.parts.manager);
    const notice = `${model.name} is on this device.`;
    this.store.setState({ notice });
    this.parts.announce(notice);
  }

  /** One thing at a time: what the page shows is what is being done. */
  private async job<T>(
    title: string,
    request: (service: LibraryService) => Promise<Answer<T>>,
  ): Promise<T | null> {
    if (this.store.getState().job !== null) return null;
    this.store.setState({ job: { title, progress: null }, error: null, notice: null });
    try {
      const answer = await this.line.answer(request);
      if (answer.ok) return answer.value;
      // What was cancelled was cancelled on purpose.
      if (answer.error.code !== 'cancelled') this.store.setState({ error: answer.error });
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown) });
    } finally {
      this.store.setState({ job: null });
    }
    return null;
  }

  cancel(): void {
    void this.line.tell((service) => service.cancel());
  }

  async discard(id: string): Promise<void> {
    await this.keep(() => discardDownload(this.parts.storage, id));
  }

  async rename(item: Item, name: string): Promise<void> {
    if (name.trim() === '' || name === item.name) return;
    await this.keep(() => renameItem(this.parts.storage, item, name.trim()));
  }

  async delete(item: Item): Promise<void> {
    await this.keep(() => deleteItem(this.parts.storage, item));
    const { error } = this.store.getState();
    if (error?.code === 'quota') this.store.setState({ error: null, onlyForGood: item });
    if (error !== null) return;
    this.store.setState({ deleted: item, notice: null });
    this.parts.announce(`${item.name} is deleted. It can be put back until the page is left.`);
  }

  /** Deletes an item so that its room is free at once; it can't be put back. */
  async deleteForGood(item: Item): Promise<void> {
    await this.keep(() => removeItem(this.parts.storage, item));
    this.store.setState({ onlyForGood: null });
    if (this.store.getState().error === null) this.parts.announce(`${item.name} is deleted for good.`);
  }

  keepAfterAll(): void {
    this.store.setState({ onlyForGood: null });
  }

  async undo(): Promise<void> {
    const { deleted } = this.store.getState();
    if (deleted === null) return;
    await this.keep(() => restoreItem(this.parts.storage, deleted));
    this.store.setState({ deleted: null });
    const { content, error } = this.store.getState();
    const isBack = content?.items.some(({ kind, id }) => kind === deleted.kind && id === deleted.id);
    if (isBack === true || error !== null) return;
    this.show(
      new LabError({
        code: 'storage',
        message: `${deleted.name} can’t be put back: another tab has given its room back.`,
        remedy: 'Bring it in again, or run its recipe again.',
      }),
    );
  }

  /** Gives the room of what was deleted back at once, instead of when the lab opens next. */
  async empty(): Promise<void> {
    await this.keep(async () => {
      await emptyTrash(this.parts.storage);
    });
    this.store.setState({ deleted: null });
  }

  /** Asks the browser never to clear the storage by itself. */
  async persist(): Promise<void> {
    const granted = await askToPersist(this.parts.manager);
    await this.refresh();
    if (granted) return;
    this.store.setState({
      notice:
        'The browser keeps the right to clear this page’s storage when the disk fills up. Bookmarking or installing the page often changes that.',
    });
  }

  show(thrown: unknown): void {
    this.store.setState({ error: toErrorData(thrown, 'file') });
  }

  private async keep(change: () => Promise<void>): Promise<void> {
    this.store.setState({ error: null });
    try {
      await change();
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown, 'storage') });
    }
    await this.changed();
  }
}
