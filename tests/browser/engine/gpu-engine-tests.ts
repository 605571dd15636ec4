/** What the builds of the WebGPU engine have in common beyond the contract of all engines. */
import { expect, test } from 'vitest';
import { createBrowserEngine } from '../../../src/engine/browser-engine.ts';
import type { Program } from '../../../src/engine/engine-types.ts';
import { GpuEngine } from '../../../src/engine/gpu-engine.ts';
import { train } from '../../engine/engine-contract.ts';
import { batch, regressionProgram, weights } from '../../engine/regression-program.ts';

export async function createGpuEngine(): Promise<GpuEngine> {
  const engine = await createBrowserEngine('webgpu');
  if (!(engine instanceof GpuEngine)) throw new Error('expected the WebGPU engine');
  await engine.loadWeights(weights);
  return engine;
}

export function testDeviceLoss(): void {
  test('a lost device ends what waits for it, and a fresh engine goes on from the checkpoint', async () => {
    const engine = await createGpuEngine();
    const program = await engine.compile(regressionProgram());
    const straight = await train(program, 12);
    await train(program, 8);
    const checkpoint = await program.readState(['w']);

    const running = program.run(batch(), ['loss']);
    engine.buffers.device.destroy();
    await expect(running).rejects.toMatchObject({ code: 'device-lost' });
    await expect(program.run(batch(), ['loss'])).rejects.toMatchObject({ code: 'device-lost' });
    expect(await engine.lost).not.toBe('');
    await engine.release();

    const fresh = await createGpuEngine();
    const resumed = await fresh.compile(regressionProgram());
    await resumed.setState(checkpoint);
    const losses: number[] = [];
    for (let step = 8; step < 12; step += 1) losses.push((await resumed.run(batch(), ['loss'])).loss.data[0]);
    expect(losses).toEqual(straight.slice(8));
    await fresh.release();
  });

  test.each<readonly [string, (program: Program) => Promise<unknown>]>([
    ['a run', (program) => program.run(batch(), ['loss'])],
    ['the state', (program) => program.readState(['w'])],
  ])('a device that is lost while %s is read back is told as lost', async (_what, use) => {
    const engine = await createGpuEngine();
    const program = await engine.compile(regressionProgram());
    await train(program, 5);
    const { prototype } = GPUBuffer;
    const map = Object.getOwnPropertyDescriptor(prototype, 'mapAsync');
    if (map === undefined) throw new Error('this browser has no mapAsync');
    prototype.mapAsync = function (this: GPUBuffer, mode) {
      Object.defineProperty(prototype, 'mapAsync', map);
      const mapped = this.mapAsync(mode);
      engine.buffers.device.destroy();
      return mapped;
    };
    await expect(use(program)).rejects.toMatchObject({ code: 'device-lost' });
    await engine.release();
  });
}
