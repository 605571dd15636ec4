/** Where the keys of a page go: into what has the focus, or to the page. */

/** Whether space presses what has the focus. */
export function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, [role="slider"]') !== null;
}

/** Whether keys go into what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, dialog') !== null;
}
