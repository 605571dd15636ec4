/**
 * One animation frame for all views: whoever says that something changed asks for it once, and every view draws in
 * it what is new to it. Streaming data never goes through React.
 */
export interface FrameLoop {
  /** Asks for a frame: somebody turned the handle, say, and waits for it. */
  invalidate(): void;
  /** Asks for a frame that can wait: a run went on. Drawing then leaves the processor to the steps. */
  goOn(): void;
  /** Adds a view; returns how to take it out. It is drawn in the next frame. */
  add(draw: () => void): () => void;
}

/** What the browser gives. Times in ms. */
export interface FrameClock {
  readonly request: (draw: () => void) => void;
  readonly wait: (call: () => void, ms: number) => void;
  readonly now: () => number;
}

/** Where the cores are few, what draws takes time from the steps: no more than a twentieth of it. */
const REST = 19;
/** However slow the drawing is, a run is seen to move. */
const LONGEST_REST_MS = 500;

export function createFrameLoop({ request, wait, now }: FrameClock): FrameLoop {
  const views = new Set<() => void>();
  let asked = false;
  let waiting = false;
  let restUntil = 0;
  const invalidate = (): void => {
    if (asked) return;
    asked = true;
    request(() => {
      asked = false;
      const began = now();
      for (const draw of views) draw();
      // Comes after the browser has laid out and painted, which costs more than what was called here.
      wait(() => {
        const ended = now();
        restUntil = ended + Math.min(LONGEST_REST_MS, REST * (ended - began));
      }, 0);
    });
  };
  return {
    invalidate,
    goOn() {
      if (asked || waiting) return;
      waiting = true;
      wait(
        () => {
          waiting = false;
          invalidate();
        },
        Math.max(0, restUntil - now()),
      );
    },
    add(draw) {
      views.add(draw);
      invalidate();
      return () => views.delete(draw);
    },
  };
}
