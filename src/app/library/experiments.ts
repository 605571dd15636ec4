/** Experiments in and out: files become runs of this device, runs become files. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { taskTypeOf } from '../../data/peft-config.ts';
import { importedRecord } from '../../data/prompts/imported-record.ts';
import { placeOfSweep, type SweepPlace } from './sweep-places.ts';
import { LabError } from '../../errors/lab-error.ts';
import { defaultRecipe } from '../../experiment/default-recipe.ts';
import { runName } from '../../experiment/run-name.ts';
import type { RunRecord } from '../../experiment/run-record.ts';
import type {
  ExportBase,
  ExportFormat,
  ExportedFile,
  OpenedExperiment,
} from '../../protocol/experiment-protocol.ts';
import type { PickedFile } from '../../protocol/library-protocol.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { saveRun } from '../../storage/saved-runs.ts';
import type { AskExperiments } from '../workers/experiment-line.ts';
import { findTaskOn, modelsOn, type Shelf } from './shelf.ts';

/** What has to be asked before files become a run. */
export type OpenQuestion =
  | Extract<OpenedExperiment, { kind: 'prompt' }>
  | (Extract<OpenedExperiment, { kind: 'which-task' }> & { readonly files: readonly PickedFile[] });

export interface ExperimentsParts {
  readonly ask: AskExperiments;
  readonly storage: KeyValue;
  readonly shelf: Shelf;
  /** Shows the sweep of a file, or the one that many are parts of. @throws LabError why it can't be shown */
  readonly openSweeps: (place: SweepPlace, files: readonly File[]) => Promise<void>;
  readonly now: () => Date;
}

/** What opening came to. */
export type Opened =
  | {
      readonly kind: 'run';
      readonly id: string;
      readonly record: RunRecord;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'sweep'; readonly place: SweepPlace }
  | { readonly kind: 'question' };

const noPlace = (name: string, experiment: string | null): LabError =>
  new LabError({
    code: 'file',
    message:
      experiment === null
        ? `${name} is a sweep of an experiment that this version of the lab doesn’t know.`
        : `${name} is a sweep of the experiment “${experiment}”, and no place of the page shows these yet.`,
    remedy: 'Read it with `npm run -s lab -- report FILE`, or open it in a newer version.',
    where: name,
  });

export class Experiments {
  readonly question: StoreApi<{ readonly asked: OpenQuestion | null }> = createStore(() => ({ asked: null }));

  constructor(private readonly parts: ExperimentsParts) {}

  /** @param task which task's prompt of an adapter with several. @throws LabError */
  async open(files: readonly PickedFile[], task: number | null = null): Promise<Opened> {
    this.question.setState({ asked: null });
    const opened = await this.parts.ask((service) => service.open(files, task));
    switch (opened.kind) {
      case 'run':
        return this.keep(opened.record, opened.name, opened.notes);
      case 'sweep': {
        const sweeps = files.filter(({ path }) => path.toLowerCase().endsWith('.plab'));
        const place = opened.experiment === null ? null : placeOfSweep(opened.experiment);
        if (place === null) throw noPlace(opened.name, opened.experiment);
        await this.parts.openSweeps(
          place,
          sweeps.map(({ path, blob }) => new File([blob], path)),
        );
        return { kind: 'sweep', place };
      }
      case 'which-task':
        this.question.setState({ asked: { ...opened, files } });
        return { kind: 'question' };
      case 'prompt':
        this.question.setState({ asked: opened });
        return { kind: 'question' };
      default:
        return opened satisfies never;
    }
  }

  /** A bare prompt becomes a run once it is known what it is for. @throws LabError `prompt` for a PLM of another width */
  async adopt(
    { name, prompt, notes }: Extract<OpenQuestion, { kind: 'prompt' }>,
    plm: string,
    task: string,
  ): Promise<Opened> {
    const entry = findTaskOn(this.parts.shelf, task);
    const model = modelsOn(this.parts.shelf.getState()).find((candidate) => candidate.name === plm);
    if (entry === null || model?.width !== prompt.width)
      throw new LabError({
        code: 'prompt',
        message: `The prompt is ${String(prompt.width)} wide, the word embeddings of ${plm} are ${String(model?.width ?? 0)}.`,
        remedy: 'Choose the PLM that it was trained for; bring it in first if it is not on this device.',
        where: 'plm',
      });
    const record = importedRecord(prompt, {
      recipe: defaultRecipe(entry, plm),
      labels: entry.labels,
      source: name,
      madeBy: `imported from ${name}`,
    });
    this.question.setState({ asked: null });
    return this.keep(record, name, notes);
  }

  private async keep(record: RunRecord, name: string, notes: readonly string[]): Promise<Opened> {
    const { recipe } = record;
    const id = `file-${recipe.plm}-${recipe.task}-${this.parts.now().getTime().toString(36)}`;
    // The same recipe can begin where this prompt is: it is on this device now.
    const own: RunRecord =
      recipe.init.kind === 'saved' && record.points.length === 0
        ? { ...record, recipe: { ...recipe, init: { kind: 'saved', promptId: id } } }
        : record;
    await saveRun(this.parts.storage, id, `${name} · ${runName(recipe, recipe)}`, own);
    return { kind: 'run', id, record: own, notes };
  }

  /** @throws LabError */
  save(name: string, record: RunRecord, format: ExportFormat): Promise<ExportedFile> {
    return this.parts.ask((service) => service.save(name, record, format, this.baseOf(record)));
  }

  /** What PEFT has to know of the record's PLM, as far as this device does. */
  private baseOf({ recipe }: RunRecord): ExportBase {
    const { imported } = this.parts.shelf.getState();
    const model = modelsOn(this.parts.shelf.getState()).find(({ name }) => name === recipe.plm);
    const source = imported.find(({ id }) => id === recipe.plm)?.source;
    return {
      model: source?.kind === 'hub' ? source.model : recipe.plm,
      taskType: taskTypeOf(model?.architecture ?? ''),
      attentionHeads: model?.heads ?? null,
      layers: model?.layers ?? null,
    };
  }
}
