/** The training worker for the page: its run, gone on with from the last checkpoint whatever becomes of a worker, and its answers. */
import { LabError } from '../../errors/lab-error.ts';
import type { Artefacts } from '../../experiment/artefacts.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { OwnText, SentenceReading } from '../../experiment/stage-trace.ts';
import type { Checkpoint, TrainEvent } from '../../experiment/train-events.ts';
import type { Network } from '../../offline/network.ts';
import type { Answer } from '../../protocol/answer.ts';
import type { RecipeProblem, RowPreview, TrainService, UsableWords } from '../../protocol/train-protocol.ts';
import { JobClient } from '../job/job-client.ts';
import type { ConnectWorker } from '../workers/worker-line.ts';

type TrainStart = [recipe: Recipe, from: Checkpoint | null];

export class TrainClient {
  private readonly job: JobClient<TrainStart, TrainService, TrainEvent>;
  /** What is trained, once something is. */
  private recipe: Recipe | null = null;
  private latest: Checkpoint | null = null;

  constructor(
    parts: { readonly connect: ConnectWorker<'train'>; readonly network: Network },
    onEvent: (event: TrainEvent) => void,
  ) {
    this.job = new JobClient({
      ...parts,
      standing: () => this.standing(),
      hear: (event) => {
        if (event.kind === 'checkpoint') this.latest = event.checkpoint;
        onEvent(event);
        return event.kind === 'checkpoint';
      },
      say: (event): TrainEvent => {
        const step = this.latest?.step ?? null;
        switch (event.kind) {
          case 'waiting':
            return event;
          case 'failed':
            return { ...event, step };
          default:
            return { ...event, step: step ?? 0 };
        }
      },
    });
  }

  private standing(): TrainStart {
    if (this.recipe === null) throw new Error('Nothing was started');
    return [this.recipe, this.latest];
  }

  /** Whether a text can be predicted: the worker holds a prompt. */
  get holdsPrompt(): boolean {
    return this.job.isHeld;
  }

  get checkpoint(): Checkpoint | null {
    return this.latest;
  }

  /** Starts `recipe`, from `checkpoint` if there is one. Resolves when the run ended, whichever way. */
  async start(recipe: Recipe, checkpoint: Checkpoint | null): Promise<void> {
    [this.recipe, this.latest] = [recipe, checkpoint];
    await this.job.start();
  }

  /** A paused run of a former visit: nothing is loaded until it is resumed. */
  adopt(checkpoint: Checkpoint): void {
    [this.recipe, this.latest] = [checkpoint.recipe, checkpoint];
    void this.job.adopt();
  }

  pause(): Promise<void> {
    return this.job.pause();
  }

  resume(): Promise<void> {
    return this.job.resume();
  }

  oneStep(): Promise<void> {
    return this.job.tell((service) => service.oneStep());
  }

  stop(): Promise<void> {
    return this.job.stop();
  }

  /** @throws LabError of what stands in the way */
  async readSentence(text: OwnText, limit: number | null): Promise<SentenceReading> {
    return this.job.answer((service) => service.readSentence(text, limit));
  }

  /** The reading with a prompt that is kept, while no run is under way. @throws LabError of what stands in the way */
  async readSentenceWith(
    recipe: Recipe,
    artefacts: Artefacts,
    text: OwnText,
    limit: number | null,
  ): Promise<SentenceReading> {
    return valueOf(
      await this.job.answer((service) => service.readSentenceWith(recipe, artefacts, text, limit)),
    );
  }

  async checkRecipe(recipe: Recipe): Promise<readonly RecipeProblem[]> {
    return this.job.answer((service) => service.checkRecipe(recipe));
  }

  /** @throws LabError what the worker says, `worker-crashed` */
  async previewRow(recipe: Recipe, row: number): Promise<RowPreview> {
    return valueOf(await this.job.answer((service) => service.previewRow(recipe, row)));
  }

  /** @throws LabError what the worker says, `worker-crashed` */
  async usableWords(
    plm: string,
    labels: readonly string[],
    labelWords: readonly (readonly string[])[],
  ): Promise<UsableWords> {
    return valueOf(await this.job.answer((service) => service.usableWords(plm, labels, labelWords)));
  }
}

function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new LabError(answer.error);
}
