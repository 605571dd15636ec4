/** Everything that helps to find out why a run behaves as it does, as a text to copy. Nothing is sent anywhere. */
import type { Lab } from '../lab.ts';

export function diagnosticsText(lab: Lab): string {
  const run = lab.run.getState();
  const { device, storageProblem } = lab.page.getState();
  const facts = {
    status: run.status,
    origin: run.origin,
    step: run.series.lastStep,
    phase: run.phase,
    error: run.error,
    recovered: run.recovered,
    warnings: run.warnings,
    storageProblem,
    recipe: run.recipe,
    engine: run.engine,
    device,
    page: { time: new Date().toISOString(), size: [innerWidth, innerHeight], pixelRatio: devicePixelRatio },
  };
  return `Prompt Lab diagnostics\n${JSON.stringify(facts, null, 2)}\n`;
}
