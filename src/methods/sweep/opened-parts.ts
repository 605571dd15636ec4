/** PLMs and tasks of a sweep, opened once and shared, with the rows that the sweep uses. */
import type { Task } from '../../experiment/task-types.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import { Made } from '../made.ts';
import { encodeTask, type EncodedTask } from '../prompt/encoded-task.ts';
import { ProgramCache } from '../training/program-cache.ts';
import type { SweepSources } from './sweep-world.ts';

export interface OpenedPlm {
  readonly plm: Plm;
  readonly tokenizer: LabTokenizer;
  readonly programs: ProgramCache;
}

/** First rows that are used; null for all. */
export interface UsedRows {
  readonly devRows: number | null;
  readonly testRows: number | null;
}

export class OpenedParts {
  private readonly plms = new Made<OpenedPlm>();
  private readonly tasks = new Made<Task>();
  private readonly encoded = new Made<EncodedTask>();

  constructor(
    private readonly sources: Pick<SweepSources, 'plm' | 'task'>,
    private readonly rows: UsedRows,
  ) {}

  plm(name: string): Promise<OpenedPlm> {
    return this.plms.get(name, async () => ({
      ...(await this.sources.plm(name)),
      programs: new ProgramCache(),
    }));
  }

  task(name: string): Promise<Task> {
    return this.tasks.get(name, () => this.taskWith(name, this.rows.devRows));
  }

  /** As `task`, with another number of dev rows. */
  async taskWith(name: string, devRows: number | null): Promise<Task> {
    const task = await this.sources.task(name);
    return {
      ...task,
      // A folder may call itself otherwise; cells and report go by the recipe's name.
      name,
      dev: task.dev.slice(0, devRows ?? task.dev.length),
      test: task.test.slice(0, this.rows.testRows ?? task.test.length),
    };
  }

  /** @throws LabError as `encodeTask`: a task whose label words the PLM's vocabulary lacks, say */
  encodedTask(plm: string, name: string, recipeOf: (task: Task) => Recipe): Promise<EncodedTask> {
    return this.encoded.get(`${plm} ${name}`, async () => {
      const [opened, task] = await Promise.all([this.plm(plm), this.task(name)]);
      return encodeTask(opened.plm, opened.tokenizer, task, recipeOf(task));
    });
  }
}
