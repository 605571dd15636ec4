/**
 * Owns the training worker: makes it on first use, starts it anew from the last checkpoint when it dies during a
 * run, and tells the page of everything through one stream of events. Callers never see the worker.
 */
import { LabError, toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { ExamplePrediction } from '../../experiment/run-record.ts';
import type { Answer } from '../../protocol/answer.ts';
import type { Checkpoint, TrainEvent } from '../../experiment/train-events.ts';
import type { RecipeProblem, RowPreview, UsableWords } from '../../protocol/train-protocol.ts';
import { KeptConnection } from './kept-connection.ts';
import type { Connect, TrainConnection } from './train-connection.ts';

/** Crashes in a row without a new checkpoint: then it isn't the worker's luck but the run. */
const MOST_RESTARTS = 2;

type Task = 'none' | 'running' | 'paused' | 'over';

export class TrainClient {
  readonly #onEvent: (event: TrainEvent) => void;
  readonly #line: KeptConnection<TrainConnection, TrainEvent>;
  /** Grows with every run started, so that what a former run still says is not taken for this one's. */
  #generation = 0;
  #recipe: Recipe | null = null;
  #checkpoint: Checkpoint | null = null;
  #task: Task = 'none';
  /** Whether the worker holds the run; after a reload or a crash while paused it doesn't. */
  #held = false;
  #restarts = 0;

  constructor(connect: Connect, onEvent: (event: TrainEvent) => void) {
    this.#line = new KeptConnection(connect, (event) => this.#hear(event));
    this.#onEvent = onEvent;
  }

  /** Whether a text can be predicted: the worker holds a prompt. */
  get holdsPrompt(): boolean {
    return this.#held;
  }

  get checkpoint(): Checkpoint | null {
    return this.#checkpoint;
  }

  /** Starts `recipe`, from `checkpoint` if there is one. Resolves when the run ended, whichever way. */
  async start(recipe: Recipe, checkpoint: Checkpoint | null): Promise<void> {
    if (this.#task === 'running' || this.#task === 'paused') this.#drop();
    this.#restarts = 0;
    await this.#run(recipe, checkpoint);
  }

  /** A paused run of a former visit: nothing is loaded until it is resumed. */
  adopt(checkpoint: Checkpoint): void {
    this.#recipe = checkpoint.recipe;
    this.#checkpoint = checkpoint;
    this.#task = 'paused';
    this.#held = false;
  }

  async pause(): Promise<void> {
    await this.#ask((connection) => connection.service.pause());
  }

  async resume(): Promise<void> {
    if (this.#held) return this.#ask((connection) => connection.service.resume());
    const recipe = this.#recipe;
    if (recipe === null) return;
    this.#restarts = 0;
    this.#onEvent({ kind: 'resumed', step: this.#checkpoint?.step ?? 0 });
    await this.#run(recipe, this.#checkpoint);
  }

  async oneStep(): Promise<void> {
    await this.#ask((connection) => connection.service.oneStep());
  }

  async stop(): Promise<void> {
    if (this.#held) return this.#ask((connection) => connection.service.stop());
    this.#task = 'over';
    this.#onEvent({ kind: 'stopped', step: this.#checkpoint?.step ?? 0 });
  }

  async predict(a: string, b: string | null): Promise<ExamplePrediction> {
    return this.#line.answer((connection) => connection.service.predict(a, b));
  }

  /** The answer with a prompt that is kept, while no run is under way. @throws LabError of what stands in the way */
  async predictWith(
    recipe: Recipe,
    prompt: Float32Array,
    a: string,
    b: string | null,
  ): Promise<ExamplePrediction> {
    return valueOf(
      await this.#line.answer((connection) => connection.service.predictWith(recipe, prompt, a, b)),
    );
  }

  async checkRecipe(recipe: Recipe): Promise<readonly RecipeProblem[]> {
    return this.#line.answer((connection) => connection.service.checkRecipe(recipe));
  }

  /** @throws LabError what the worker says, `worker-crashed` */
  async previewRow(recipe: Recipe, row: number): Promise<RowPreview> {
    return valueOf(await this.#line.answer((connection) => connection.service.previewRow(recipe, row)));
  }

  /** @throws LabError what the worker says, `worker-crashed` */
  async usableWords(
    plm: string,
    labels: readonly string[],
    labelWords: readonly (readonly string[])[],
  ): Promise<UsableWords> {
    return valueOf(
      await this.#line.answer((connection) => connection.service.usableWords(plm, labels, labelWords)),
    );
  }

  dispose(): void {
    this.#drop();
  }

  async #run(recipe: Recipe, checkpoint: Checkpoint | null): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    this.#recipe = recipe;
    this.#checkpoint = checkpoint;
    this.#task = 'running';
    this.#held = true;
    try {
      await this.#line.answer((connection) => connection.service.start(recipe, checkpoint));
    } catch (thrown) {
      if (generation !== this.#generation) return;
      const error = toErrorData(thrown);
      if (error.code === 'worker-crashed') await this.#afterCrash(error);
      else this.#failUnlessOver(error);
    }
  }

  async #afterCrash(error: LabErrorData): Promise<void> {
    const recipe = this.#recipe;
    const step = this.#checkpoint?.step ?? 0;
    if (this.#task === 'over' || recipe === null) return;
    if (this.#task === 'paused') {
      // Nothing is lost: the run goes on from its checkpoint when it is resumed.
      this.#held = false;
      return;
    }
    if (this.#restarts >= MOST_RESTARTS) {
      this.#fail(error);
      return;
    }
    this.#restarts += 1;
    this.#onEvent({ kind: 'recovered', from: 'worker-crashed', step, detail: error.message });
    await this.#run(recipe, this.#checkpoint);
  }

  #fail(error: LabErrorData): void {
    this.#task = 'over';
    this.#held = false;
    this.#onEvent({ kind: 'failed', error, step: this.#checkpoint?.step ?? null });
  }

  /** The worker says by an event how a run ended; only what it did not say is said here. */
  #failUnlessOver(error: LabErrorData): void {
    if (this.#task !== 'over') this.#fail(error);
  }

  /** A request whose failure the page hears of as an event. */
  async #ask(request: (connection: TrainConnection) => Promise<void>): Promise<void> {
    try {
      await this.#line.answer(request);
    } catch (thrown) {
      const error = toErrorData(thrown);
      // The run's own promise tells of a crash.
      if (error.code !== 'worker-crashed') this.#failUnlessOver(error);
    }
  }

  #hear(event: TrainEvent): void {
    if (event.kind === 'checkpoint') {
      this.#checkpoint = event.checkpoint;
      this.#restarts = 0;
    } else if (event.kind === 'paused') this.#task = 'paused';
    else if (event.kind === 'resumed') this.#task = 'running';
    else if (event.kind === 'finished' || event.kind === 'stopped') this.#task = 'over';
    else if (event.kind === 'failed') {
      this.#task = 'over';
      this.#held = false;
    }
    this.#onEvent(event);
  }

  #drop(): void {
    this.#line.drop();
    this.#generation += 1;
    this.#held = false;
    this.#task = 'none';
  }
}

function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new LabError(answer.error);
}
