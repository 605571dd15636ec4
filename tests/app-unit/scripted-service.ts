/**
 * A stand-in for the training worker: answers requests, and sends the events that a test tells it to. Only tests
 * import it.
 */
import type { LabErrorData } from '../../src/errors/lab-error.ts';
import type { SentenceReading } from '../../src/experiment/stage-trace.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import type { ConnectWorker } from '../../src/app/workers/worker-line.ts';
import type { Network } from '../../src/offline/network.ts';
import type { Checkpoint, TrainEvent } from '../../src/experiment/train-events.ts';
import type { RecipeProblem, RowPreview, TrainService } from '../../src/protocol/train-protocol.ts';

export interface Started {
  readonly recipe: Recipe;
  readonly from: Checkpoint | null;
}

/** A reading of one neuron that the prompt turns over. */
function readingOf(a: string): SentenceReading {
  const sentence = { a, label: null, before: [0.6, 0.4], plain: Int8Array.of(9) };
  return {
    opening: { layers: 1, neurons: 1, limit: 1, sentences: [sentence] },
    prompted: { after: [0.1, 0.9], neurons: Int8Array.of(-9) },
  };
}

export class ScriptedWorker {
  /** Every `start`, over all connections. */
  readonly starts: Started[] = [];
  readonly requests: string[] = [];
  connections = 0;
  closed = 0;
  problems: readonly RecipeProblem[] = [];
  /** What row `row` looks like. */
  preview = (_recipe: Recipe, row: number): RowPreview => ({
    row,
    rows: 3,
    label: 'negative',
    labels: [],
    words: [],
    text: { ok: true, value: { tokens: [], length: 0, cut: 0, read: 'mask' } },
  });
  readSentence = (a: string): Promise<SentenceReading> => Promise.resolve(readingOf(a));
  isOnline = true;
  /** Ends a wait between two workers; nothing else does. */
  endWait: () => void = () => undefined;
  readonly network: Network = {
    online: () => this.isOnline,
    back: () => new Promise((resolve) => (this.endWait = resolve)),
  };
  private sendEvent: (event: TrainEvent) => void = () => undefined;
  private die: (data: LabErrorData) => void = () => undefined;
  private finish: () => void = () => undefined;

  readonly connect: ConnectWorker<'train'> = (onEvent) => {
    this.connections += 1;
    this.sendEvent = onEvent;
    const crashed = new Promise<LabErrorData>((resolve) => (this.die = resolve));
    return Promise.resolve({ service: this.service(), crashed, close: () => void (this.closed += 1) });
  };

  send(...events: readonly TrainEvent[]): void {
    for (const event of events) this.sendEvent(event);
  }

  /** The run's promise resolves, as after `finished`, `stopped` and `failed`. */
  end(): void {
    this.finish();
  }

  crash(): void {
    this.die({ code: 'worker-crashed', message: 'The worker died.', remedy: 'Try again.' });
  }

  private service(): TrainService {
    const note = (name: string): Promise<void> => {
      this.requests.push(name);
      return Promise.resolve();
    };
    return {
      connect: () => Promise.resolve(),
      start: (recipe, from) => {
        this.starts.push({ recipe, from });
        return new Promise<void>((resolve) => (this.finish = resolve));
      },
      pause: () => note('pause'),
      resume: () => note('resume'),
      oneStep: () => note('oneStep'),
      stop: () => note('stop'),
      readSentence: ({ a }) => this.readSentence(a),
      readSentenceWith: (_, __, { a }) => Promise.resolve({ ok: true, value: readingOf(a) }),
      checkRecipe: () => Promise.resolve(this.problems),
      previewRow: (recipe, row) => Promise.resolve({ ok: true, value: this.preview(recipe, row) }),
      usableWords: (_, __, labelWords) =>
        Promise.resolve({ ok: true, value: { labelWords, dropped: labelWords.map(() => []) } }),
    };
  }
}

/** Lets everything that is ready happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
