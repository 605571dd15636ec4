/** Browsers without JSPI (Safari, Firefox) get the Asyncify build; Chromium has JSPI, so it is hidden here. */
import { expect } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import { describeEngine } from '../../engine/engine-contract.ts';

describeEngine('WebGPU without JSPI', async () => {
  Reflect.deleteProperty(WebAssembly, 'Suspending');
  const engine = await createBrowserEngine('webgpu');
  expect(engine.report.versions['build']).toBe('asyncify');
  return engine;
});
