/** Whether a model fits this device, said before a byte of it is fetched. */
import type { ReactNode } from 'react';
import type { ModelShape } from '../../data/models/model-shape.ts';
import { preflight, size, type DeviceFacts, type Preflight } from '../../data/models/preflight.ts';
import { useDraft, useLibrary } from '../lab-context.tsx';
import { duration } from '../train/run-words.ts';

export interface PreflightLineProps {
  readonly shape: ModelShape;
  /** Of all files that would be fetched. */
  readonly bytes: number;
}

/** As the recipe in Train would use it. */
export function PreflightLine({ shape, bytes }: PreflightLineProps): ReactNode {
  const device = useLibrary((state) => state.device);
  const recipe = useDraft((state) => state.reading.recipe);
  if (device === null) return <p className="quiet">Measuring this device…</p>;
  const run = {
    batch: recipe?.training.batch ?? 16,
    maxLength: recipe?.maxLength ?? 64,
    promptLength: recipe?.promptLength ?? 20,
  };
  const found = preflight(shape, run, bytes, device);
  return (
    <div className={`preflight preflight-${found.verdict.kind}`}>
      <p>
        <strong>{verdictText(found, run.batch)}</strong>
      </p>
      <p className="quiet">{needsText(found, device)}</p>
    </div>
  );
}

function verdictText({ verdict, stepSeconds }: Preflight, batch: number): string {
  const time = stepSeconds === null ? '' : `, about ${stepText(stepSeconds)} a training step`;
  switch (verdict.kind) {
    case 'fits':
      return `Fits with batch ${batch}${time}.`;
    case 'smaller-batch':
      return `Fits with batch ≤ ${verdict.batch}: with ${batch}, ${verdict.because}.`;
    case 'does-not-fit':
      return `Doesn’t fit: ${verdict.because}.`;
    default:
      return verdict satisfies never;
  }
}

function stepText(seconds: number): string {
  return seconds < 1 ? `${Math.round(1000 * seconds)} ms` : duration(seconds);
}

function needsText({ needs, unknown }: Preflight, device: DeviceFacts): string {
  const has = [
    device.diskFreeBytes === null ? null : `${size(device.diskFreeBytes)} of storage`,
    device.memoryBytes === null ? null : `${size(device.memoryBytes)} of memory`,
    device.bufferBytes === null ? null : `buffers up to ${size(device.bufferBytes)}`,
  ].filter((fact) => fact !== null);
  const needed = `Needs ${size(needs.diskBytes)} of storage, about ${size(needs.engineBytes)} for ${device.engine}, buffers up to ${size(needs.largestBufferBytes)}`;
  return [`${needed}; this device has ${has.length === 0 ? 'not told' : has.join(', ')}.`, ...unknown].join(
    ' ',
  );
}
