/** What the cells of a sweep of readers compute with. */
import type { Engine } from '../../engine/engine-types.ts';
import type { ReadingSplits } from '../../experiment/reader/items/reading-item.ts';
import type { PreparedItem } from '../../experiment/reader/items/prepare-item.ts';
import type { AskedItem, ReadHeader } from '../../experiment/reader/read-record.ts';
import type { ReadSweep } from '../../experiment/reader/read-recipe.ts';
import type { ReaderMode, ReaderModel } from '../../experiment/reader/reader-model.ts';
import { parameterLayout } from '../../experiment/reader/reader-parameters.ts';
import { sha256 } from '../../experiment/sha256.ts';
import { Made } from '../made.ts';
import type { SweepSources, World } from '../sweep/sweep-world.ts';
import { ProgramCache } from '../training/program-cache.ts';
import { modelFor, prepareSet, type PreparedSet } from './prepared-set.ts';
import { ReaderSession } from './reader-session.ts';

export interface OpenedReading {
  readonly splits: ReadingSplits;
  readonly set: PreparedSet;
  readonly model: ReaderModel;
}

export class ReadWorld implements World {
  /** Programs are shared by all readers of one shape. */
  readonly programs = new ProgramCache();
  private readonly opened = new Made<OpenedReading>();

  constructor(
    readonly sweep: ReadSweep,
    private readonly sources: Pick<SweepSources, 'engine' | 'reading'>,
  ) {}

  engine(plm: string): Promise<Engine> {
    return this.sources.engine(plm);
  }

  /** @throws LabError what can't be loaded, or `task` for a set that nothing can be learnt from */
  open(): Promise<OpenedReading> {
    const { data, encoding, model } = this.sweep;
    return this.opened.get('set', async () => {
      const splits = await this.sources.reading.open(data);
      const set = prepareSet(splits, encoding, model);
      return { splits, set, model: modelFor(model, encoding, set.kind) };
    });
  }

  /** The dev and test items that are used. */
  async used(): Promise<{ readonly dev: readonly PreparedItem[]; readonly test: readonly PreparedItem[] }> {
    const { set } = await this.open();
    const { devItems, testItems } = this.sweep;
    const first = (items: readonly PreparedItem[], most: number | null): readonly PreparedItem[] =>
      most === null ? items : items.slice(0, most);
    return { dev: first(set.dev, devItems), test: first(set.test, testItems) };
  }

  /** Accepted answers of a test item, by its id. */
  async answers(): Promise<(id: string) => readonly string[]> {
    const { splits } = await this.open();
    const byId = new Map(splits.test.map(({ id, answer }) => [id, answer]));
    return (id) => [byId.get(id) ?? ''];
  }

  /** @param seed also of what steps draw */
  async session(mode: ReaderMode, seed: number): Promise<ReaderSession> {
    const { set, model } = await this.open();
    const { encoding, training, bit, plm } = this.sweep;
    const engine = await this.engine(plm);
    return new ReaderSession({
      ...{ engine, programs: this.programs, set, model },
      ...{ encoding, training, bit, mode, seed },
    });
  }

  async header(): Promise<ReadHeader> {
    const { splits, set, model } = await this.open();
    const { dev, test } = await this.used();
    const byId = new Map(splits.test.map((item) => [item.id, item]));
    const bytes = new TextEncoder().encode(JSON.stringify(splits));
    const hash = await sha256(bytes);
    const items = test.map(({ id }): AskedItem => {
      const item = byId.get(id);
      return {
        id,
        candidates: item?.kind === 'choice' ? item.candidates : [],
        answer: item?.answer ?? '',
      };
    });
    return {
      plms: [],
      tasks: this.sweep.tasks.map((name) => ({
        name,
        family: 'reading',
        labels: [],
        // A span is right or isn't.
        truth: test.map(({ gold }) => (gold < 0 ? 1 : gold)),
        leaked: {},
        sha256: hash,
      })),
      reading: {
        kind: set.kind,
        train: set.train.length,
        dev: dev.length,
        test: test.length,
        skipped: set.skipped,
        sha256: hash,
        parameters: parameterLayout(model).size,
        items,
      },
    };
  }
}
