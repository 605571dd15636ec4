/** A worker's line, opened on first use, kept, and forgotten when the worker dies; what a dropped one still says is not heard. */
import { LabError, type LabErrorData } from '../../errors/lab-error.ts';

interface Line {
  readonly crashed: Promise<LabErrorData>;
  close(): void;
}

export class KeptConnection<Connection extends Line, Event> {
  readonly #connect: (onEvent: (event: Event) => void) => Promise<Connection>;
  readonly #hear: (event: Event) => void;
  #kept: Promise<Connection> | null = null;

  constructor(
    connect: (onEvent: (event: Event) => void) => Promise<Connection>,
    hear: (event: Event) => void,
  ) {
    this.#connect = connect;
    this.#hear = hear;
  }

  /** The line that is there, or a new one. */
  open(): Promise<Connection> {
    if (this.#kept !== null) return this.#kept;
    const opening: Promise<Connection> = this.#connect((event) => {
      if (this.#kept === opening) this.#hear(event);
    });
    this.#kept = opening;
    const forget = (): void => {
      if (this.#kept === opening) this.#kept = null;
    };
    void opening.then((connection) => {
      void connection.crashed.then(() => {
        connection.close();
        forget();
      });
    }, forget);
    return opening;
  }

  get isKept(): boolean {
    return this.#kept !== null;
  }

  /** The answer, or the crash: a dead worker never answers. @throws LabError `worker-crashed` */
  async answer<T>(request: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.open();
    const crash = connection.crashed.then((data) => {
      throw new LabError(data);
    });
    return Promise.race([request(connection), crash]);
  }

  /** The line that is there; null for none, or for one that could not be opened. */
  async current(): Promise<Connection | null> {
    return (await this.#kept?.catch(() => null)) ?? null;
  }

  drop(): void {
    const kept = this.#kept;
    this.#kept = null;
    void kept?.then((connection) => connection.close()).catch(() => undefined);
  }
}
