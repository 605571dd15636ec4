/** The small shipped PLM as the page's server hands it out. */
import { readModel } from '../../../src/onnx/read-model.ts';
import { openPlm, type Plm, type PlmConfig } from '../../../src/plm/plm.ts';

async function fetchModel(file: string): Promise<Uint8Array> {
  const response = await fetch(`/models/lab-tiny/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function openTiny(): Promise<Plm> {
  const [model, weights, config] = await Promise.all(
    ['model.onnx', 'model.onnx_data', 'config.json'].map(fetchModel),
  );
  const parsed = JSON.parse(new TextDecoder().decode(config)) as PlmConfig;
  return openPlm(
    'lab-tiny',
    readModel(model, () => weights, 'model.onnx'),
    parsed,
  );
}
