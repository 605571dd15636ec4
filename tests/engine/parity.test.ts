import { expect, test } from 'vitest';
import { createNodeEngine } from '../../src/engine/node-engine.ts';

test.each(['cpu', 'wasm'] as const)('%s passes the parity self-test', async (choice) => {
  const engine = await createNodeEngine(choice);
  expect(engine.report.engine).toBe(choice);
  expect(engine.report.parity).toBeLessThan(1e-5);
  expect(engine.memory().heapBytes).toBeGreaterThan(1e6);
  await engine.release();
});
