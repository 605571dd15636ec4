/** What a projector is, whether it collapsed, and what its figures ask, in words. */
import type { ProjectionReport, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { FigureText } from '../standalone-svg.ts';
import { meanOf, minus, seedsText } from './estimate-text.ts';

export interface ProjectionInput {
  readonly report: TransferReport;
  readonly projection: ProjectionReport;
}

export function projectionName({ projector, objective, toPlm }: ProjectionReport): string {
  return `${projector}, ${objective}, to ${toPlm}`;
}

export function projectionText({ report, projection }: ProjectionInput): FigureText {
  return {
    title: 'Does the projector carry the source prompt over, or its own memory?',
    facts:
      `${projectionName(projection)} · from ${report.plm} · ${projection.parameters.toLocaleString('en')} parameters · ` +
      `trained on ${projection.trainTasks.length}, held out ${projection.heldOutTasks.length} tasks · ${seedsText(report)} · ` +
      `source-swap gap ${gapText(projection)}`,
    howToRead:
      'A row each task; further right is better. Only a filled dot clear of the other marks shows that the source prompt matters.',
  };
}

function gapText({ sourceSwapGap: { mean, interval } }: ProjectionReport): string {
  if (!Number.isFinite(mean)) return 'not measured';
  const points = (share: number): string => minus((share * 100).toFixed(1));
  const range = interval === null ? '' : ` [${points(interval.low)}, ${points(interval.high)}]`;
  return `${points(mean)} points${range}`;
}

/** The verdict on collapse, in one sentence and in full. */
export function collapseText({ report, projection }: ProjectionInput): {
  readonly alarm: boolean;
  readonly text: string;
} {
  const apart = projection.cosines.flatMap((row, a) =>
    row.filter((cosine, b) => b !== a && Number.isFinite(cosine)),
  );
  const mean = meanOf(apart);
  const cosines = `cosine of the projected prompts of different tasks: ${mean === null ? 'not measured' : `mean ${minus(mean.toFixed(3))}`} over ${report.tasks.length} tasks`;
  const gap = `source-swap gap ${gapText(projection)}`;
  return projection.collapsed
    ? {
        alarm: true,
        text: `Collapsed: whatever prompt goes in, nearly the same one comes out (${cosines}; ${gap}). What looks like transfer is one memorised prompt.`,
      }
    : { alarm: false, text: `Not collapsed: different prompts stay different (${cosines}; ${gap}).` };
}
