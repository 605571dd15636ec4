import { expect, test } from 'vitest';
import { GpuBuffers } from '../../../src/engine/gpu-buffers.ts';
import { requestGpuAdapter, requestGpuDevice } from '../../../src/engine/gpu-device.ts';
import { GpuRunner } from '../../../src/engine/gpu-runner.ts';
import type { OrtRuntime, OrtSession } from '../../../src/engine/ort-runtime.ts';
import { RunQueue } from '../../../src/engine/run-queue.ts';

const outputs = [{ name: 'y', type: 'float32', dims: [1] }] as const;

/**
 * A stand-in for onnxruntime whose captured session goes wrong from its run number `wrongFrom` on, because the real
 * one can't be made to.
 */
function fakeRuntime(buffers: GpuBuffers, wrongFrom: number) {
  const released: string[] = [];
  const create = (_model: Uint8Array, options: { enableGraphCapture: boolean }): Promise<OrtSession> => {
    const kind = options.enableGraphCapture ? 'captured' : 'plain';
    let runs = 0;
    const session = {
      inputNames: [],
      outputNames: ['y'],
      run: () => {
        runs += 1;
        const gpuBuffer = buffers.create('y', [1]);
        const wrong = kind === 'captured' && runs >= wrongFrom;
        buffers.write(gpuBuffer, { type: 'float32', dims: [1], data: Float32Array.of(wrong ? 2 : 1) });
        return Promise.resolve({ y: { gpuBuffer, dispose: () => gpuBuffer.destroy() } });
      },
      release: () => Promise.resolve(released.push(kind)),
    };
    return Promise.resolve(session as unknown as OrtSession);
  };
  const runtime: OrtRuntime = {
    ort: { InferenceSession: { create } } as unknown as OrtRuntime['ort'],
    queue: new RunQueue(),
    threads: 1,
    heapBytes: () => 0,
    versions: {},
  };
  return { runtime, released };
}

async function runFiveTimes(wrongFrom: number) {
  const adapter = await requestGpuAdapter();
  if (adapter === null) throw new Error('no adapter');
  const device = await requestGpuDevice(adapter);
  const buffers = new GpuBuffers(device);
  const { runtime, released } = fakeRuntime(buffers, wrongFrom);
  const options = { device, captured: true, everyNodeOnGpu: true };
  const runner = await GpuRunner.create(runtime, new Uint8Array(), buffers, outputs, options);
  const values: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const { y } = await runner.run({}, async (made) => {
      const [buffer] = made.values();
      return buffers.read([[outputs[0], buffer]]);
    });
    values.push(y.data[0]);
  }
  const { live } = buffers;
  const { capture } = runner;
  await runner.release();
  device.destroy();
  return { values, capture, released, live };
}

test.each([1, 2, 3])(
  'gives up a capture that is wrong at its run %i, and loses no step by it',
  async (wrongFrom) => {
    const { values, capture, released, live } = await runFiveTimes(wrongFrom);
    expect(capture).toBe('twin-check-failed');
    expect(values).toEqual(Array<number>(5).fill(1));
    expect(released).toEqual(['captured', 'plain']);
    expect(live).toBe(0);
  },
);

test('keeps a capture that is right, and lets its twin go', async () => {
  const { capture, released } = await runFiveTimes(Infinity);
  expect(capture).toBe('on');
  expect(released).toEqual(['plain', 'captured']);
});
