/**
 * One animation frame for all views: whoever says that something changed asks for it once, and every view draws in
 * it what is new to it. Streaming data never goes through React.
 */
export interface FrameLoop {
  /** Asks for a frame. */
  invalidate(): void;
  /** Adds a view; returns how to take it out. It is drawn in the next frame. */
  add(draw: () => void): () => void;
}

export function createFrameLoop(request: (draw: () => void) => void): FrameLoop {
  const views = new Set<() => void>();
  let asked = false;
  const invalidate = (): void => {
    if (asked) return;
    asked = true;
    request(() => {
      asked = false;
      for (const draw of views) draw();
    });
  };
  return {
    invalidate,
    add(draw) {
      views.add(draw);
      invalidate();
      return () => views.delete(draw);
    },
  };
}
