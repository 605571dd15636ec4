import { expect, test } from 'vitest';
import { precacheSizes } from '../../scripts/precache-sizes.ts';
import { PRECACHE_BUDGET_MB, precacheOf } from '../../src/offline/precache-list.ts';

const url = (name: string) => ({ url: `assets/${name}` });
const shared = [
  'index-a.js',
  'ort-wasm-simd-threaded-a.wasm',
  'ort-wasm-simd-threaded-a.mjs',
  'ort.wasm.min-a.js',
];
const jspi = ['ort-wasm-simd-threaded.jspi-a.wasm', 'ort-wasm-simd-threaded.jspi-a.mjs', 'ort.jspi.min-a.js'];
const asyncify = [
  'ort-wasm-simd-threaded.asyncify-a.wasm',
  'ort-wasm-simd-threaded.asyncify-a.mjs',
  'ort.webgpu.min-a.js',
];
const all = [...shared, ...jspi, ...asyncify].map(url);

test('a browser keeps one of the builds with WebGPU, and the one without', () => {
  expect(precacheOf(all, 'jspi')).toEqual([...shared, ...jspi].map(url));
  expect(precacheOf(all, 'asyncify')).toEqual([...shared, ...asyncify].map(url));
});

test('the build fails beyond the budget, with the browsers that it concerns', () => {
  const sized = (size: number) => [
    { ...url('index-a.js'), size: 1e6 },
    { ...url('ort-wasm-simd-threaded.asyncify-a.wasm'), size },
  ];
  expect(precacheSizes(sized(2e6))).toEqual({ jspi: 1, asyncify: 3 });
  expect(() => precacheSizes(sized(PRECACHE_BUDGET_MB * 1e6))).toThrow(/81\.0 MB \(asyncify\)/);
});
