/** The command that makes the form's run. Pure. */
import { defaultGrowth } from '../../experiment/progressive/default-growth.ts';
import type { GrowDraft } from './grow-lab-types.ts';

const { training } = defaultGrowth('', ['']);

/** Options that say what the command line would do anyway are left out. */
export function commandOf(draft: GrowDraft): string {
  const stages = draft.stages.map(({ steps, layers, neurons }) => `${steps}:${layers}x${neurons}`).join(',');
  const option = (name: string, value: string, usual: string | number | null): readonly string[] =>
    value.trim() === '' || value === String(usual) ? [] : [`--${name} ${value.trim()}`];
  return [
    `npm run -s lab -- grow --plm ${draft.plm} --task ${draft.task}`,
    `--stages "${stages}"`,
    ...option('seeds', draft.seeds.replaceAll(' ', ''), '1'),
    ...option('prompt-length', draft.promptLength, training.promptLength),
    ...option('lr', draft.learningRate, training.learningRate),
    ...option('batch', draft.batch, training.batch),
    ...option('schedule', draft.rest.training.schedule, training.schedule),
    ...option('optimizer', draft.rest.training.optimizer.kind, training.optimizer.kind),
    ...option('max-length', String(draft.rest.training.maxLength), training.maxLength),
    ...option('eval-every', draft.evalEvery, training.evalEvery),
    ...option('dev-rows', draft.devRows, null),
    ...option('test-rows', draft.testRows, null),
    ...option('select-neurons', draft.selectNeurons, 'activation'),
    ...option('score-rows', draft.scoreRows, 1000),
    ...(draft.grows === 'plateau'
      ? [`--grow plateau --plateau-epsilon ${draft.epsilon} --plateau-window ${draft.window}`]
      : []),
    ...(draft.decoder ? ['--decoder'] : []),
    `--compare "${draft.compare.join(',')}"`,
    ...(draft.similarity ? ['--similarity'] : []),
    ...(draft.grid ? ['--grid'] : []),
    ...(draft.startFrom === '' ? [] : ['--start-from prompt.plab']),
    '--out grown.plab',
  ].join(' ');
}
