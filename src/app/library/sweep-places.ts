/** Which place shows the sweeps of an experiment, as a table: those that were kept, and those of files. */
import type { Lab } from '../lab.ts';

export interface SweepPlace {
  /** Kind of the experiment. */
  readonly experiment: string;
  /** Of the place, in an address. */
  readonly id: string;
  readonly name: string;
  /** Shows a sweep of this device. @throws LabError why it can't be shown */
  show(lab: Lab, id: string): Promise<void> | void;
  /** Shows the sweep of a file, or the one that many are parts of. @throws LabError why it can't be shown */
  openFiles(lab: Pick<Lab, 'sweeps' | 'words' | 'grow'>, files: readonly File[]): Promise<void> | void;
}

export const SWEEP_PLACES: readonly SweepPlace[] = [
  {
    experiment: 'transfer',
    id: 'transfer',
    name: 'Transfer',
    show: (lab, id) => lab.sweeps.show(`saved:${id}`),
    openFiles: (lab, files) => lab.sweeps.takeFiles(files),
  },
  {
    experiment: 'verbalize',
    id: 'words',
    name: 'Words',
    show: (lab, id) => lab.words.showSaved(id),
    openFiles: (lab, files) => lab.words.openFiles(files),
  },
  {
    experiment: 'grow',
    id: 'grow',
    name: 'Grow',
    show: (lab, id) => lab.grow.showSaved(id),
    openFiles: (lab, files) => lab.grow.openFiles(files),
  },
];

/** The place of an experiment's sweeps; null where none shows them. */
export const placeOfSweep = (experiment: string): SweepPlace | null =>
  SWEEP_PLACES.find((place) => place.experiment === experiment) ?? null;
