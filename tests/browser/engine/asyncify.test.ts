/** Browsers without JSPI (Safari, Firefox) get the Asyncify build; Chromium has JSPI, so it is hidden here. */
import { expect } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import { describeEngine } from '../../engine/engine-contract.ts';
import { testDeviceLoss } from './gpu-engine-tests.ts';

Reflect.deleteProperty(WebAssembly, 'Suspending');

describeEngine('WebGPU without JSPI', async () => {
  const engine = await createBrowserEngine('webgpu');
  expect(engine.report.versions['build']).toBe('asyncify');
  return engine;
});

testDeviceLoss();
