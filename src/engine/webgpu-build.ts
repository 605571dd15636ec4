/** Waiting inside wasm for the GPU: natively where the browser can, else with the slower Asyncify build. */
export function webgpuBuild(): 'jspi' | 'asyncify' {
  return 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
}
