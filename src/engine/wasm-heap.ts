/**
 * onnxruntime-web (1.30) does not tell how large its wasm heap is, and the heap is what limits a page: it ends at
 * 4 GiB and only grows (onnx-on-webgpu.md section 10). It makes its memory in script, so we see it being made.
 * To be deleted once `env.wasm` exposes the heap.
 */
export interface WatchedHeap {
  bytes: () => number;
}

/** Runs `load`, during which onnxruntime-web makes its memory, and gives back a way to ask for its size. */
export async function watchHeap(load: () => Promise<void>): Promise<WatchedHeap> {
  const Memory = WebAssembly.Memory;
  const made: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made.push(this);
    }
  };
  try {
    await load();
  } finally {
    WebAssembly.Memory = Memory;
  }
  return { bytes: () => made.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) };
}
