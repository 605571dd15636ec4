/** What two runs were computed with, as far as it differs. */
import type { EngineReport } from './run-record.ts';

export interface EngineDifference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

const NONE = 'none';

/** Nothing where engine, device, threads and versions are the same: then a curve can be expected to be. */
export function compareEngines(before: EngineReport, after: EngineReport): readonly EngineDifference[] {
  const versions = [...new Set([...Object.keys(before.versions), ...Object.keys(after.versions)])];
  const facts: readonly EngineDifference[] = [
    { what: 'engine', before: before.engine, after: after.engine },
    { what: 'device', before: before.device, after: after.device },
    { what: 'threads', before: String(before.threads), after: String(after.threads) },
    ...versions.map((name) => ({
      what: name,
      before: before.versions[name] ?? NONE,
      after: after.versions[name] ?? NONE,
    })),
  ];
  return facts.filter((fact) => fact.before !== fact.after);
}

/** In a sentence; null where there is no difference. */
export function engineDifferenceText(differences: readonly EngineDifference[]): string | null {
  if (differences.length === 0) return null;
  const side = (which: 'before' | 'after'): string =>
    differences
      .filter((fact) => fact[which] !== NONE)
      .map((fact) => (fact.what === 'engine' ? fact[which] : `${fact.what} ${fact[which]}`))
      .join(', ');
  return `Recorded on ${side('before')}, now on ${side('after')}: small differences are expected.`;
}
