/** What this device has for a model, and how fast the engine that would be chosen multiplies. */
import type { DeviceFacts } from '../../src/data/models/preflight.ts';
import { chooseBrowserEngine } from '../../src/engine/choose-engine.ts';
import { probeBrowser } from '../../src/engine/browser-capabilities.ts';
import { createBrowserEngine } from '../../src/engine/browser-engine.ts';
import { matrixProduct, timeInTurn } from '../../src/methods/prompt/measure.ts';
import { storageRoom } from '../../src/storage/room.ts';

const RUNS = 5;
const GIBIBYTE = 1024 ** 3;

/** @param device `navigator`; browsers tell of memory in whole gibibytes, 8 at most, and not all do */
export async function measureDevice(
  device: Navigator & { readonly deviceMemory?: number },
): Promise<DeviceFacts> {
  const capabilities = await probeBrowser();
  const { engine: name } = chooseBrowserEngine('auto', capabilities);
  const { used, quota } = await storageRoom(device.storage);
  return {
    engine: name,
    diskFreeBytes: used === null || quota === null ? null : Math.max(0, quota - used),
    memoryBytes: device.deviceMemory === undefined ? null : device.deviceMemory * GIBIBYTE,
    bufferBytes: name === 'webgpu' ? (capabilities.gpu?.limits['maxStorageBufferBindingSize'] ?? null) : null,
    operationsPerSecond: await rateOf(),
  };
}

/** Null where the engine can't be had; that it can't is told when something is to run. */
async function rateOf(): Promise<number | null> {
  const engine = await createBrowserEngine('auto').catch(() => null);
  if (engine === null) return null;
  try {
    const { runnable, flops } = await matrixProduct(engine);
    const [milliseconds] = await timeInTurn([runnable], RUNS);
    return (1000 * flops) / milliseconds;
  } finally {
    await engine.release();
  }
}
