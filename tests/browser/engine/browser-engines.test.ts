import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import { describeEngine } from '../../engine/engine-contract.ts';

describeEngine('wasm in the browser', () => createBrowserEngine('wasm'));
describeEngine('WebGPU', () => createBrowserEngine('webgpu'));
