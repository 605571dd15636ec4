/**
 * Reads one's own sentence with the soft prompt of the run shown: a moment after the last keystroke, and again whenever a
 * run that is under way has moved the prompt. One reading at a time; what was typed meanwhile is read next.
 */
import { promptOf } from '../../experiment/artefacts.ts';
import { tellingSentence, type OwnText, type SentenceReading } from '../../experiment/stage-trace.ts';
import { toErrorData } from '../../errors/lab-error.ts';
import type { RunStore } from '../run/run-commands.ts';
import type { RunState } from '../run/run-state.ts';
import type { TrainClient } from '../run/train-client.ts';
import type { OwnReading, StageStore } from './stage-store.ts';

/** Typing is over when nothing came for so long. */
const SETTLE_MS = 150;
/** Readings of one text that can be looked back at. */
const MOST_READINGS = 120;

export class SentenceReader {
  private settle: ReturnType<typeof setTimeout> | undefined;
  private isBusy = false;
  private isDue = false;

  constructor(
    private readonly run: RunStore,
    private readonly stage: StageStore,
    private readonly client: Pick<TrainClient, 'readSentence' | 'readSentenceWith' | 'holdsPrompt'>,
  ) {
    run.subscribe((now, before) => {
      if (now.id !== before.id) this.forget();
      // Asked for only where somebody looks at a text of their own.
      else if (now.stage !== before.stage && stage.getState().typed !== null) void this.read();
    });
  }

  type(text: OwnText): void {
    this.stage.setState({ typed: text });
    clearTimeout(this.settle);
    this.settle = setTimeout(() => void this.read(), SETTLE_MS);
  }

  /** Back to a sentence of the run. */
  choose(sample: number): void {
    clearTimeout(this.settle);
    this.stage.setState({ sample, typed: null, reading: { kind: 'none' } });
  }

  private forget(): void {
    const { stage, origin } = this.run.getState();
    const sample = stage === null || origin === 'live' ? 0 : tellingSentence(stage);
    this.stage.setState({ step: null, own: null, sample });
    if (this.stage.getState().typed !== null) void this.read();
  }

  private async read(): Promise<void> {
    this.isDue = true;
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.isDue) {
      this.isDue = false;
      const { typed } = this.stage.getState();
      if (typed === null || typed.a.trim() === '' || typed.b?.trim() === '') break;
      await this.readNow(typed);
    }
    this.isBusy = false;
  }

  private async readNow(text: OwnText): Promise<void> {
    const run = this.run.getState();
    const asked = this.ask(run, text);
    if (asked === null) return;
    this.stage.setState({ reading: { kind: 'busy' } });
    try {
      const reading = await asked;
      if (this.run.getState().id !== run.id) return;
      const step = this.run.getState().series.lastStep;
      this.stage.setState(({ own }) => ({
        own: ownReading(own, text, reading, step),
        reading: { kind: 'ready' },
      }));
    } catch (thrown) {
      const { message, remedy } = toErrorData(thrown);
      this.stage.setState({ reading: { kind: 'failed', why: `${message} ${remedy}` } });
    }
  }

  /** A live run answers with its prompt as it stands; any other with the prompt that was kept of it. */
  private ask(run: RunState, text: OwnText): Promise<SentenceReading> | null {
    const { origin, recipe, artefacts, status } = run;
    const limit = run.stage?.limit ?? null;
    if (origin === 'live') {
      if (status === 'starting' || status === 'failed' || run.series.length === 0) return null;
      return this.client.readSentence(text, limit);
    }
    return recipe === null || promptOf(artefacts) === null
      ? null
      : this.client.readSentenceWith(recipe, artefacts, text, limit);
  }
}

function ownReading(
  own: OwnReading | null,
  text: OwnText,
  { opening, prompted }: SentenceReading,
  step: number,
): OwnReading {
  const isSame = own?.text.a === text.a && own.text.b === text.b;
  const before = isSame ? own.readings.filter((one) => one.step < step) : [];
  return { text, opening, readings: [...before, { step, prompted }].slice(-MOST_READINGS) };
}
