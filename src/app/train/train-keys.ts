/** Keys of Train beside its actions: they turn the stage, play it, and go to the sentence. */
import type { Lab } from '../lab.ts';
import type { PlaceShortcut } from '../places/place-types.ts';
import { isActive } from '../job/job-status.ts';
import { playStage } from '../stage/play-stage.ts';
import { stageStep } from '../stage/stage-shown.ts';
import { talkStore } from '../talk/talk-store.ts';
import { performByKey as performAction, TRAIN_ACTIONS } from './train-actions.ts';

interface StageKey extends PlaceShortcut {
  /** Does it, if it is offered now. */
  perform(lab: Lab): boolean;
}

const STAGE_KEYS: readonly StageKey[] = [
  { key: 'ArrowLeft', help: 'Turn the stage back by a recorded step', perform: (lab) => turn(lab, -1) },
  { key: 'ArrowRight', help: 'Turn the stage on by a recorded step', perform: (lab) => turn(lab, 1) },
  { key: 's', help: 'To the sentence', perform: focusSentence },
  { key: ' ', help: 'Play the run shown (in talk mode)', perform: play },
];

export const TRAIN_SHORTCUTS: readonly PlaceShortcut[] = [...TRAIN_ACTIONS, ...STAGE_KEYS];

/** Performs what `key` stands for now. The stage comes first: turned back, it goes on before a step is trained; before an audience a run is played, not trained anew. */
export function performByKey(lab: Lab, key: string): boolean {
  const stageKey = STAGE_KEYS.find((candidate) => candidate.key === key);
  return (stageKey?.perform(lab) ?? false) || performAction(lab, key);
}

function turn(lab: Lab, by: 1 | -1): boolean {
  const run = lab.run.getState();
  const steps = run.stage?.frames.map(({ step }) => step) ?? [];
  const now = stageStep(run, lab.stage.getState());
  const next = by > 0 ? steps.find((step) => step > now) : steps.findLast((step) => step < now);
  if (next === undefined) return false;
  lab.stage.setState({ step: next === steps.at(-1) ? null : next });
  return true;
}

function focusSentence(): boolean {
  const field = document.querySelector<HTMLTextAreaElement>('.sentence-field textarea');
  field?.focus();
  field?.select();
  return field !== null;
}

function play(lab: Lab): boolean {
  const run = lab.run.getState();
  if (!talkStore.getState().on || isActive(run.status) || run.stage === null) return false;
  // The key that asks for it would end it at once.
  setTimeout(() => playStage(lab));
  return true;
}
