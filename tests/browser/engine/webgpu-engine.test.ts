import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import type { GpuEngine } from '../../../src/engine/gpu-engine.ts';
import { batch, regressionProgram, weights, zeroState } from '../../engine/regression-program.ts';
import { createGpuEngine, testDeviceLoss } from './gpu-engine-tests.ts';
import { train } from '../../engine/engine-contract.ts';

describe('WebGPU engine', () => {
  let engine: GpuEngine;
  beforeAll(async () => {
    engine = await createGpuEngine();
  });
  afterAll(() => engine.release());

  test('captures after its twin check, with the bits of the uncaptured program', async () => {
    const captured = await engine.compile(regressionProgram('captured'));
    const uncaptured = await engine.compile({ ...regressionProgram('uncaptured'), capture: false });
    const losses = await train(captured, 20);
    expect(engine.report.graphCapture).toBe('on');
    expect(losses).toEqual(await train(uncaptured, 20));
  });

  test('follows inputs that change between replays', async () => {
    const program = await engine.compile(regressionProgram());
    await train(program, 5);
    const before = await program.readState(['w']);
    await program.run(batch(0), []);
    expect(await program.readState(['w'])).toEqual(before);
    await program.run(batch(0.5), []);
    expect(await program.readState(['w'])).not.toEqual(before);
  });

  test.each([true, false])('keeps the number of buffers over 100 steps (captured: %s)', async (capture) => {
    const program = await engine.compile({ ...regressionProgram(), capture });
    await train(program, 10);
    const { live } = engine.buffers;
    const { gpuBytes } = engine.memory();
    for (let step = 0; step < 100; step += 1) await program.run(batch(), step % 10 === 0 ? ['loss'] : []);
    expect(engine.buffers.live).toBe(live);
    expect(engine.memory().gpuBytes).toBe(gpuBytes);
  });

  test('holds weights once, whatever the number of loads', async () => {
    const { live } = engine.buffers;
    await engine.loadWeights(weights);
    expect(engine.buffers.live).toBe(live);
  });

  test('refuses a node without a GPU kernel, unless it is allowed', async () => {
    // Sign has no kernel in the WebGPU provider of 1.30 (onnx-on-webgpu.md section 4).
    const spec = regressionProgram('with a CPU node', { unary: 'Sign' });
    await expect(engine.compile(spec)).rejects.toMatchObject({ code: 'engine-failed', where: spec.name });
    const allowed = await engine.compile({ ...spec, everyNodeOnGpu: false, capture: false });
    await allowed.setState(zeroState);
    const { loss } = await allowed.run(batch(), ['loss']);
    expect(loss.data[0]).toBeGreaterThan(0);
  });

  test('refuses a weight that is larger than a buffer can be', async () => {
    const dims = [2 ** 20, 2 ** 14];
    const huge = new Map([['huge', { type: 'float32', dims, data: new Float32Array(0) }]] as const);
    await expect(engine.loadWeights(huge)).rejects.toMatchObject({ code: 'out-of-memory', where: 'huge' });
  });
});

test('frees everything when its programs are released', async () => {
  const engine = await createGpuEngine();
  const { live } = engine.buffers;
  for (const capture of [true, false, true]) {
    const program = await engine.compile({ ...regressionProgram(), capture });
    await train(program, 5);
    await program.release();
    // While another program of the engine lives, onnxruntime 1.30 keeps the constants of a released one.
    expect(engine.buffers.live).toBe(live);
  }
  await engine.release();
  expect(engine.memory().gpuBytes).toBe(0);
});

testDeviceLoss();

test('auto prefers wasm to an emulated GPU and says so', async () => {
  const engine = await createBrowserEngine('auto');
  expect(engine.report.engine).toBe('wasm');
  expect(engine.report.why).toMatch(/swiftshader.*wasm is faster/i);
  await engine.release();
});
