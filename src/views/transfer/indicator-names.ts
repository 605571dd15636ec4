/** Indicators of transferability as they were published, and in plain words. */
import type { IndicatorReport } from '../../experiment/transfer/transfer-report.ts';

type Named = Pick<IndicatorReport, 'name' | 'variant'>;

/** The published name with what was changed about it. */
export function indicatorName({ name, variant }: Named): string {
  return variant === '' ? name : `${name}, ${variant}`;
}

const PLAIN: Readonly<Record<string, string>> = {
  C_concat: 'cosine, whole prompt',
  C_average: 'cosine, token pairs',
  E_concat: 'distance, whole prompt',
  E_average: 'distance, token pairs',
  ON: 'neurons, last 3 layers',
  'ON, all layers': 'neurons, all layers',
  'ON, on dev rows': 'neurons on dev rows',
  'ON, top 10 %': 'neurons, strongest tenth',
  'ON, real-valued': 'neurons, real values',
  'C_concat, shared start subtracted': 'what training added',
  'E_concat, norms made equal': 'distance, equal norms',
  'E_average, norms made equal': 'distance, token pairs, equal norms',
  'C_matched, order-free': 'cosine, tokens matched',
};

/** In plain words; the published name where there are none. */
export function likenessName(indicator: Named): string {
  const name = indicatorName(indicator);
  return Object.hasOwn(PLAIN, name) ? PLAIN[name] : name;
}
