/** Which engine computes, on what, and why; a click shows everything there is to copy. */
import { useState, type ReactNode } from 'react';
import type { EngineReport } from '../../experiment/run-record.ts';
import { useLab, usePage, useRun } from '../lab-context.tsx';
import { describeProbe } from '../run/probe-device.ts';
import { CopyButton } from './copy-button.tsx';
import { diagnosticsText } from './diagnostics.ts';
import { Dialog } from './dialog.tsx';

const ENGINE_NAMES: Readonly<Record<EngineReport['engine'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'wasm',
  cpu: 'CPU',
};

const CAPTURE_WORDS: Readonly<Record<EngineReport['graphCapture'], string>> = {
  on: 'on, checked against an uncaptured twin',
  off: 'off',
  'twin-check-failed': 'off: it differed from its uncaptured twin',
  unsupported: 'not on this device',
};

export function EngineBadge(): ReactNode {
  const [open, setOpen] = useState(false);
  const origin = useRun((state) => state.origin);
  const report = useRun((state) => state.engine);
  const device = usePage((state) => state.device);
  // A recorded run's engine is not this device's.
  const live = origin === 'live' ? report : null;
  const expected = device === null ? '…' : device.webgpu === 'available' ? 'WebGPU' : 'wasm';
  return (
    <>
      <button type="button" className="badge" onClick={() => setOpen(true)} aria-haspopup="dialog">
        <span className="visually-hidden">Engine: </span>
        {live === null ? expected : engineName(live)}
        {typeof live?.parity === 'number' && (
          <span title="Parity self-test passed">
            <span aria-hidden="true"> ✓</span>
            <span className="visually-hidden"> (self-test passed)</span>
          </span>
        )}
      </button>
      {open && <EngineDialog report={live} onClose={() => setOpen(false)} />}
    </>
  );
}

function engineName({ engine, threads }: EngineReport): string {
  return engine === 'wasm' ? `wasm × ${threads}` : ENGINE_NAMES[engine];
}

function EngineDialog(props: {
  readonly report: EngineReport | null;
  readonly onClose: () => void;
}): ReactNode {
  const lab = useLab();
  const device = usePage((state) => state.device);
  const { report } = props;
  const facts: readonly (readonly [string, string])[] =
    report === null
      ? [
          ['This device', device === null ? 'not looked at yet' : describeProbe(device)],
          ['Engine', 'chosen when a run starts, after a self-test on this device'],
        ]
      : [
          ['Engine', engineName(report)],
          ['Device', report.device],
          ['Why', report.why],
          [
            'Parity self-test',
            report.parity === null ? 'not run' : `largest difference ${report.parity.toExponential(1)}`,
          ],
          ['Graph capture', CAPTURE_WORDS[report.graphCapture]],
          ...Object.entries(report.versions),
          ...Object.entries(report.diagnostics),
        ];
  return (
    <Dialog title="Engine and diagnostics" onClose={props.onClose}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        Nothing is sent anywhere. What is copied holds the recipe and facts about this device.
      </p>
      <CopyButton label="Copy diagnostics" text={() => diagnosticsText(lab)} />
    </Dialog>
  );
}
