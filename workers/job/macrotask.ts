/**
 * Waits for the next macrotask. On wasm a step resolves without one, so that the worker would never read its messages
 * while it trains: pause, stop and questions would wait for the end. A message to oneself comes back at once;
 * `setTimeout` would be clamped to 4 ms.
 */
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];

port1.onmessage = () => {
  waiting.shift()?.();
};

export function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
