/** A first look at the device, before anything is loaded: enough to say which engine to expect. */
export interface DeviceProbe {
  readonly webgpu: 'available' | 'no-adapter' | 'not-in-browser';
  readonly adapter: string;
  readonly threads: number;
  readonly isolated: boolean;
  readonly userAgent: string;
}

export async function probeDevice(scope: {
  readonly navigator: Navigator;
  readonly crossOriginIsolated: boolean;
}): Promise<DeviceProbe> {
  const { navigator, crossOriginIsolated } = scope;
  const facts = {
    threads: crossOriginIsolated ? navigator.hardwareConcurrency : 1,
    isolated: crossOriginIsolated,
    userAgent: navigator.userAgent,
  };
  if (!('gpu' in navigator)) return { webgpu: 'not-in-browser', adapter: '', ...facts };
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (adapter === null) return { webgpu: 'no-adapter', adapter: '', ...facts };
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter((part) => part !== '').join(' ');
  return { webgpu: 'available', adapter: name, ...facts };
}

/** What to expect of the device, in a line. */
export function describeProbe(probe: DeviceProbe): string {
  switch (probe.webgpu) {
    case 'available':
      return probe.adapter === '' ? 'WebGPU is available' : `WebGPU on ${probe.adapter}`;
    case 'no-adapter':
      return `No WebGPU adapter: wasm on ${probe.threads} thread${probe.threads === 1 ? '' : 's'}`;
    case 'not-in-browser':
      return `No WebGPU in this browser: wasm on ${probe.threads} thread${probe.threads === 1 ? '' : 's'}`;
    default:
      return probe.webgpu satisfies never;
  }
}
