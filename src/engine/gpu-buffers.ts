/**
 * Every buffer on the device, ours and onnxruntime's: the browser does not tell how much GPU memory is in use
 * (onnx-on-webgpu.md section 10), but all buffers of our device are made and destroyed through it.
 */
import { gpuOutOfMemory } from './engine-errors.ts';
import type { HostTensor, TensorSpec } from '../onnx/host-tensor.ts';
import { elementCount } from './program-checks.ts';

/** Bindings are read in vec4: a size that is a multiple of 16 is safe (section 8). */
function paddedBytes(dims: readonly number[]): number {
  return Math.max(16, Math.ceil((elementCount(dims) * 4) / 16) * 16);
}

export class GpuBuffers {
  readonly device: GPUDevice;
  private liveCount = 0;
  private byteCount = 0;

  constructor(device: GPUDevice) {
    this.device = device;
    const createBuffer = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => this.counted(createBuffer(descriptor));
  }

  /** Buffers made and not destroyed. */
  get live(): number {
    return this.liveCount;
  }

  get bytes(): number {
    return this.byteCount;
  }

  /** A buffer that onnxruntime can bind, large enough for a tensor of these dims. */
  create(name: string, dims: readonly number[]): GPUBuffer {
    const size = paddedBytes(dims);
    const most = this.device.limits.maxStorageBufferBindingSize;
    if (size > most) throw gpuOutOfMemory(size, name, most);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return this.device.createBuffer({ label: name, size, usage });
  }

  write(buffer: GPUBuffer, { data }: HostTensor): void {
    this.device.queue.writeBuffer(buffer, 0, data.buffer, data.byteOffset, data.byteLength);
  }

  /** Reads several buffers with one mapping: on Firefox each costs about 100 ms (section 16). */
  async read(sources: readonly (readonly [TensorSpec, GPUBuffer])[]): Promise<Record<string, HostTensor>> {
    if (sources.length === 0) return {};
    const offsets = sources.map(() => 0);
    const size = sources.reduce((offset, [{ dims }], index) => {
      offsets[index] = offset;
      return offset + elementCount(dims) * 4;
    }, 0);
    const staging = this.device.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    try {
      const encoder = this.device.createCommandEncoder();
      sources.forEach(([{ dims }, source], index) => {
        encoder.copyBufferToBuffer(source, 0, staging, offsets[index], elementCount(dims) * 4);
      });
      this.device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const mapped = staging.getMappedRange();
      const read = sources.map(([spec], index) => [spec.name, hostTensor(spec, mapped, offsets[index])]);
      return Object.fromEntries(read) as Record<string, HostTensor>;
    } finally {
      staging.destroy();
    }
  }

  private counted(buffer: GPUBuffer): GPUBuffer {
    this.liveCount += 1;
    this.byteCount += buffer.size;
    const destroy = buffer.destroy.bind(buffer);
    let alive = true;
    buffer.destroy = () => {
      if (alive) {
        alive = false;
        this.liveCount -= 1;
        this.byteCount -= buffer.size;
      }
      destroy();
    };
    return buffer;
  }
}

function hostTensor({ type, dims }: TensorSpec, mapped: ArrayBuffer, offset: number): HostTensor {
  const length = elementCount(dims);
  return type === 'float32'
    ? { type, dims, data: new Float32Array(mapped, offset, length).slice() }
    : { type, dims, data: new Int32Array(mapped, offset, length).slice() };
}
