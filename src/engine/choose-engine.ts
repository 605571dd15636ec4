import { LabError } from '../errors/lab-error.ts';
import type { EngineChoice } from '../experiment/recipe-types.ts';
import type { BrowserCapabilities } from './browser-capabilities.ts';

export interface ChosenEngine {
  readonly engine: 'webgpu' | 'wasm';
  /** A sentence for people. */
  readonly why: string;
}

/** Which engine a browser should use. A person's choice stands unless the browser can't do it. */
export function chooseBrowserEngine(choice: EngineChoice, capabilities: BrowserCapabilities): ChosenEngine {
  const { gpu } = capabilities;
  switch (choice) {
    case 'wasm':
      return { engine: 'wasm', why: 'You chose wasm.' };
    case 'webgpu':
      if (gpu !== null) return { engine: 'webgpu', why: `You chose WebGPU, on ${gpu.name}.` };
      throw new LabError({
        code: 'engine-unavailable',
        message: 'WebGPU was chosen, but this browser has no WebGPU or finds no GPU.',
        remedy:
          'Choose wasm or auto, or use a recent Chrome, Edge, Firefox or Safari with graphics acceleration on.',
        where: 'engine',
      });
    case 'cpu':
      throw new LabError({
        code: 'engine-unavailable',
        message: 'The cpu engine is for the command line; a browser has webgpu and wasm.',
        remedy: 'Choose auto, webgpu or wasm.',
        where: 'engine',
      });
    case 'auto':
      if (gpu === null)
        return { engine: 'wasm', why: 'This browser offers no GPU, so wasm on the CPU computes.' };
      if (gpu.software) {
        return { engine: 'wasm', why: `The only GPU is emulated on the CPU (${gpu.name}): wasm is faster.` };
      }
      return { engine: 'webgpu', why: `WebGPU on ${gpu.name} is the fastest that this browser offers.` };
    default:
      return choice satisfies never;
  }
}
