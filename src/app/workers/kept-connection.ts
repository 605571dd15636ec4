/** A worker's line, opened on first use, kept, and forgotten when the worker dies; what a dropped one still says is not heard. */
import { LabError } from '../../errors/lab-error.ts';
import type { Connect, WorkerLine } from './worker-line.ts';

interface Kept<Service> {
  readonly opening: Promise<WorkerLine<Service>>;
  /** Ends a wait for an answer that will not come. */
  readonly waits: Set<(why: LabError) => void>;
}

export class KeptConnection<Service, Event = never> {
  private readonly connect: Connect<Service, Event>;
  private readonly hear: (event: Event) => void;
  private kept: Kept<Service> | null = null;
  private opened = 0;

  constructor(connect: Connect<Service, Event>, hear: (event: Event) => void = () => undefined) {
    this.connect = connect;
    this.hear = hear;
  }

  /** The line that is there, or a new one. */
  private open(): Kept<Service> {
    if (this.kept !== null) return this.kept;
    const opening = this.connect((event) => {
      if (this.kept === kept) this.hear(event);
    });
    const kept: Kept<Service> = { opening, waits: new Set() };
    this.kept = kept;
    this.opened += 1;
    const forget = (): void => {
      if (this.kept === kept) this.kept = null;
    };
    void opening.then((line) => {
      void line.crashed.then((data) => {
        // One that was dropped is closed already, and dies of that.
        if (this.kept !== kept) return;
        line.close();
        forget();
        refuseAll(kept, new LabError(data));
      });
    }, forget);
    return kept;
  }

  /** Tells lines apart: the how manieth the one that is there is; null for none. */
  get current(): number | null {
    return this.kept === null ? null : this.opened;
  }

  /**
   * The answer, or why there is none: a worker that died or was dropped never answers.
   * @throws LabError `worker-crashed`, `cancelled` when the line was dropped; what the request throws
   */
  async answer<T>(request: (service: Service) => Promise<T>): Promise<T> {
    const { opening, waits } = this.open();
    let refuse: (why: LabError) => void = () => undefined;
    const gone = new Promise<never>((_, reject) => (refuse = reject));
    waits.add(refuse);
    try {
      return await Promise.race([opening.then((line) => request(line.service)), gone]);
    } finally {
      waits.delete(refuse);
    }
  }

  /** Asks the worker that is there; none that is gone or dies of it can be asked, and its owner hears of that by `answer`. */
  async tell(request: (service: Service) => Promise<void>): Promise<void> {
    if (this.kept === null) return;
    await this.answer(request).catch(() => undefined);
  }

  /** Ends the worker; what waits for its answers gets none. */
  drop(): void {
    const kept = this.kept;
    if (kept === null) return;
    this.kept = null;
    void kept.opening.then((line) => line.close()).catch(() => undefined);
    refuseAll(kept, dropped());
  }
}

function refuseAll<Service>({ waits }: Kept<Service>, why: LabError): void {
  for (const refuse of [...waits]) refuse(why);
}

function dropped(): LabError {
  return new LabError({
    code: 'cancelled',
    message: 'The worker was ended.',
    remedy: 'Ask again; another one is made.',
    where: 'worker',
  });
}
