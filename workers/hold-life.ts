/** Takes the lock by which the page sees that this worker lives, for as long as it does. */
export function holdLife(): void {
  if ('locks' in navigator) void navigator.locks.request(self.name, () => new Promise(() => undefined));
}
