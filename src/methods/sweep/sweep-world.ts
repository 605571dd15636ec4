/** What the cells of a sweep compute with, opened once and shared. Each experiment's world adds what its cells ask for. */
import type { Engine } from '../../engine/engine-types.ts';
import type { SweepRecipe } from '../../experiment/sweep/sweep-recipe.ts';
import type { SweepHeader } from '../../experiment/sweep/sweep-record.ts';
import type { Task } from '../../experiment/task-types.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import type { ReadingSources } from '../reader/reading-sources.ts';
import type { WordSources } from '../verbalizer/word-sources.ts';

/** Where a sweep's files and devices come from: a disk, or a page's server and the browser. */
export interface SweepSources {
  plm(name: string): Promise<{ readonly plm: Plm; readonly tokenizer: LabTokenizer }>;
  task(name: string): Promise<Task>;
  /** One engine holds one PLM, because weights are shared by name. */
  engine(plm: string): Promise<Engine>;
  readonly words: WordSources;
  readonly reading: ReadingSources;
}

export interface World {
  readonly sweep: SweepRecipe;
  /**
   * What the record keeps beside the cells. All files are opened for it, so that the network can go away afterwards, and
   * a task that a PLM can't answer is found before anything is computed.
   */
  header(): Promise<SweepHeader>;
  /** The engine that holds a PLM. */
  engine(plm: string): Promise<Engine>;
}
