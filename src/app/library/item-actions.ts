/** What can be done with an item besides naming and deleting it, as data: one entry an action. */
import { openSavedRun } from '../run/open-run.ts';
import type { ItemKind } from '../../storage/items.ts';
import { VERBALIZER_FORMATS } from '../../data/verbalizers/verbalizer-file.ts';
import { saveFile } from '../figures/save-file.ts';
import type { Lab } from '../lab.ts';
import { EXPORT_FORMATS, EXPORT_LABELS, exportRun } from './export-run.ts';
import { changeDraft } from '../recipe/draft-store.ts';
import { exportTask } from './import-data/export-task.ts';
import type { Item } from './list-items.ts';
import { SWEEP_PLACES } from './sweep-places.ts';
import { exportVerbalizer, VERBALIZER_LABELS } from './verbalizers.ts';

export interface ItemAction {
  readonly label: string;
  /** Whether there is such an action on this item; absent: on all of the kind. */
  readonly fits?: (item: Pick<Item, 'experiment'>) => boolean;
  /** May throw a LabError; the page shows it. */
  perform(lab: Lab, item: Pick<Item, 'id' | 'name'>): Promise<void> | void;
}

function toTrain(): void {
  location.hash = '#/train';
}

export const TRAIN_WITH: ItemAction = {
  label: 'Train with it',
  perform(lab, { id }) {
    changeDraft(lab.draft, { plm: id });
    toTrain();
  },
};

const TRAIN_ON: ItemAction = {
  label: 'Train on it',
  perform(lab, { id }) {
    changeDraft(lab.draft, { task: id });
    toTrain();
  },
};

export const ITEM_ACTIONS: Readonly<Record<ItemKind, readonly ItemAction[]>> = {
  model: [TRAIN_WITH],
  task: [
    TRAIN_ON,
    {
      label: 'Save as zip',
      async perform(_lab, { id, name }) {
        saveFile(`${name}.zip`, 'application/zip', await exportTask(id));
      },
    },
  ],
  verbalizer: VERBALIZER_FORMATS.map((format) => ({
    label: VERBALIZER_LABELS[format],
    perform: (lab: Lab, { id, name }: Pick<Item, 'id' | 'name'>) =>
      exportVerbalizer(lab.storage, id, name, format),
  })),
  run: [
    {
      label: 'Open in Train',
      async perform(lab, { id }) {
        await openSavedRun(lab, id);
        toTrain();
      },
    },
    ...EXPORT_FORMATS.map((format) => ({
      label: EXPORT_LABELS[format],
      perform: (lab: Lab, { id }: Pick<Item, 'id'>) => exportRun(lab, id, format),
    })),
  ],
  sweep: SWEEP_PLACES.map((place) => ({
    label: `Open in ${place.name}`,
    fits: ({ experiment }) => experiment === place.experiment,
    async perform(lab, { id }) {
      await place.show(lab, id);
      location.hash = `#/${place.id}`;
    },
  })),
};
