import { expect, test } from 'vitest';
import type { BrowserCapabilities } from '../../src/engine/browser-capabilities.ts';
import { chooseBrowserEngine } from '../../src/engine/choose-engine.ts';

const plain: BrowserCapabilities = {
  gpu: null,
  jspi: false,
  crossOriginIsolated: true,
  logicalCores: 8,
  userAgent: 'a browser',
};
const withGpu = (name: string, software: boolean): BrowserCapabilities => ({
  ...plain,
  gpu: { name, software, halfPrecision: false, limits: {} },
});

test('auto takes a real GPU, and says which', () => {
  expect(chooseBrowserEngine('auto', withGpu('nvidia ampere', false))).toEqual({
    engine: 'webgpu',
    why: expect.stringContaining('nvidia ampere') as string,
  });
});

test('auto takes wasm where there is no GPU or an emulated one', () => {
  expect(chooseBrowserEngine('auto', plain)).toMatchObject({
    engine: 'wasm',
    why: expect.stringMatching(/no GPU/) as string,
  });
  const emulated = chooseBrowserEngine('auto', withGpu('google swiftshader', true));
  expect(emulated).toMatchObject({
    engine: 'wasm',
    why: expect.stringMatching(/google swiftshader/) as string,
  });
});

test("a person's choice stands, and what can't be had says what to do", () => {
  expect(chooseBrowserEngine('webgpu', withGpu('google swiftshader', true)).engine).toBe('webgpu');
  expect(chooseBrowserEngine('wasm', withGpu('nvidia ampere', false)).engine).toBe('wasm');
  expect(() => chooseBrowserEngine('webgpu', plain)).toThrow(/no WebGPU or finds no GPU/);
  expect(() => chooseBrowserEngine('cpu', plain)).toThrow(/for the command line/);
});
