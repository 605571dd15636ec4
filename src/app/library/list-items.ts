/** Everything that people keep on this device, with what lists show of it. */
import type { TaskEntry } from '../../experiment/task-types.ts';
import { parameterCount } from '../../data/models/preflight.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { listDownloads, type StoredDownload } from '../../storage/downloads.ts';
import { countTrash, type ItemKind, type ItemName } from '../../storage/items.ts';
import { listModels, type StoredModel } from '../../storage/saved-models.ts';
import { listRuns, type RunHead } from '../../storage/saved-runs.ts';
import { listSweeps, sweepBytes, type SweepHead } from '../../storage/saved-sweeps.ts';
import { listTasks } from '../../storage/saved-tasks.ts';
import { listVerbalizers, type VerbalizerHead } from '../../storage/saved-verbalizers.ts';

export interface Item extends ItemName {
  /** What lists call it. */
  readonly name: string;
  readonly addedAt: string;
  readonly bytes: number;
  /** What it is, in a few words. */
  readonly facts: string;
  /** What else is known of it, by what it is called. */
  readonly details: readonly (readonly [name: string, text: string])[];
  /** Names of runs and sweeps on this device that refer to it. */
  readonly usedBy: readonly string[];
  /** Kind of the experiment that a sweep is of. */
  readonly experiment?: string;
}

export interface LibraryContent {
  readonly items: readonly Item[];
  readonly downloads: readonly StoredDownload[];
  /** How many deleted items take room still. */
  readonly trash: number;
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** @throws LabError `storage` */
export async function listLibrary(store: KeyValue): Promise<LibraryContent> {
  const [models, tasks, verbalizers, runs, sweeps, downloads, trash] = await Promise.all([
    listModels(store),
    listTasks(store),
    listVerbalizers(store),
    listRuns(store),
    listSweeps(store),
    listDownloads(store),
    countTrash(store),
  ]);
  const users = usersOf(runs, sweeps);
  return {
    downloads,
    trash,
    items: [
      ...models.map((model): Item => ({
        kind: 'model',
        id: model.id,
        name: model.name,
        addedAt: model.addedAt,
        bytes: model.files.reduce((sum, { bytes }) => sum + bytes, 0),
        facts: `${parameterCount(model.parameters)} parameters, ${model.layers} layers × ${model.feedForward} neurons, ${model.licence}`,
        details: modelDetails(model),
        usedBy: users.plm(model.id),
      })),
      ...tasks.map(({ id, name, addedAt, entry }): Item => ({
        kind: 'task',
        id,
        name,
        addedAt,
        bytes: entry.bytes,
        facts: `${entry.labels.length} classes, ${entry.rows.train} / ${entry.rows.dev} / ${entry.rows.test} rows`,
        details: taskDetails(entry),
        usedBy: users.task(id),
      })),
      ...verbalizers.map(verbalizerItem),
      ...runs.map((run): Item => ({
        kind: 'run',
        id: run.id,
        name: run.name,
        addedAt: run.startedAt,
        bytes: run.bytes,
        facts: `${run.promptLength} soft tokens, seed ${run.seed}${run.test === null ? '' : `, test ${share(run.test)}`}`,
        details: [
          ['PLM', run.plm],
          ['Task', run.task],
        ],
        usedBy: [],
      })),
      ...(await Promise.all(
        sweeps.map(async (sweep): Promise<Item> => ({
          kind: 'sweep',
          experiment: sweep.experiment,
          id: sweep.id,
          name: sweep.name,
          addedAt: sweep.startedAt,
          bytes: await sweepBytes(store, sweep.id),
          facts: `${sweep.cells} cells`,
          details: [
            ['PLM', sweep.plm],
            ['Tasks', sweep.tasks.join(', ')],
          ],
          usedBy: [],
        })),
      )),
    ],
  };
}

function modelDetails(model: StoredModel): Item['details'] {
  const { source, files } = model;
  return [
    ['Name in recipes', model.id],
    ['Architecture', model.architecture],
    [
      'Found in it',
      `${model.layers} layers, ${model.width} wide, ${model.vocabulary} words, texts up to ${model.maxLength} tokens`,
    ],
    ...model.notes.map((note) => ['Note', note] as const),
    [
      'Source',
      source.kind === 'hub'
        ? `${source.base}/${source.model}, commit ${source.revision}`
        : source.names.join(', '),
    ],
    ...files.map(({ name, sha256 }) => [name, sha256 === '' ? 'no hash' : `SHA-256 ${sha256}`] as const),
  ];
}

/** How a verbalizer came about, by what its origin says. */
const ORIGINS: Readonly<Record<VerbalizerHead['how'], string>> = {
  expanded: 'Expanded from class names',
  file: 'From a file',
  preset: 'A published list',
  own: 'Words of one’s own',
};

function verbalizerItem({ id, name, addedAt, labels, words, how, bytes, sha256 }: VerbalizerHead): Item {
  const total = words.reduce((sum, count) => sum + count, 0);
  return {
    kind: 'verbalizer',
    id,
    name,
    addedAt,
    bytes,
    facts: `${labels.length} classes, ${total} label words`,
    details: [
      ['Name in recipes', id],
      ['Classes', labels.map((label, index) => `${label} (${words[index]} words)`).join(', ')],
      ['Made', ORIGINS[how]],
      ['SHA-256', sha256 ?? 'no hash'],
    ],
    usedBy: [],
  };
}

function taskDetails({ labels, template, labelWords, source, licence }: TaskEntry): Item['details'] {
  return [
    ['Classes', labels.join(', ')],
    ['Template', template],
    ['Label words', labelWords.map((words) => words.join(', ')).join('; ')],
    ['Source', source],
    ['Licence', licence],
  ];
}

function usersOf(runs: readonly RunHead[], sweeps: readonly SweepHead[]) {
  const named = (uses: {
    run(run: RunHead): boolean;
    sweep(sweep: SweepHead): boolean;
  }): readonly string[] => [
    ...runs.filter((run) => uses.run(run)).map(({ name }) => name),
    ...sweeps.filter((sweep) => uses.sweep(sweep)).map(({ name }) => name),
  ];
  return {
    plm: (id: string) => named({ run: ({ plm }) => plm === id, sweep: ({ plm }) => plm === id }),
    task: (id: string) => named({ run: ({ task }) => task === id, sweep: ({ tasks }) => tasks.includes(id) }),
  };
}

/** The items of a kind that `wanted` is part of, by name, what they are or what uses them; all of them for an empty text. */
export function searchItems(items: readonly Item[], kind: ItemKind, wanted: string): readonly Item[] {
  const words = wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter((item) => {
    const text = [item.name, item.id, item.facts, ...item.usedBy].join(' ').toLowerCase();
    return item.kind === kind && words.every((word) => text.includes(word));
  });
}
