/** Where the parts of the picture of the stages stand: the page puts handles on the same places. */
import { stepsIn, type StagesInput } from './stage-input.ts';

export interface StagesRoom {
  readonly width: number;
  readonly height: number;
  /** Size of type: 1 on a desk, more before an audience. */
  readonly type: number;
}

export interface Span {
  readonly top: number;
  readonly bottom: number;
}

export interface StagesLayout {
  readonly left: number;
  readonly right: number;
  readonly layers: Span;
  readonly cost: Span;
  /** Baseline of the stages' names, and of the steps. */
  readonly names: number;
  readonly axis: number;
  /** Horizontal place of the end of `step`; 0 is the beginning. */
  readonly x: (step: number) => number;
}

/** Free at the left for the names of the rows, at a type of 1. */
const LEFT = 48;
const RIGHT = 8;
/** For the knobs of the boundaries. */
const TOP = 14;
const NAMES = 30;
const AXIS = 24;
/** Of what layers and cost have together. */
const LAYERS_SHARE = 0.58;

export function stagesLayout(
  input: Pick<StagesInput, 'stages'>,
  { width, height, type }: StagesRoom,
): StagesLayout {
  const left = LEFT * type;
  const right = width - RIGHT * type;
  const free = Math.max(40, height - (TOP + NAMES + AXIS) * type);
  const layers = { top: TOP * type, bottom: TOP * type + LAYERS_SHARE * free };
  const cost = { top: layers.bottom + NAMES * type, bottom: height - AXIS * type };
  const steps = Math.max(1, stepsIn(input));
  return {
    left,
    right,
    layers,
    cost,
    names: layers.bottom + 20 * type,
    axis: height - 7 * type,
    x: (step) => left + ((right - left) * step) / steps,
  };
}

/** The step that a horizontal place stands for. */
export const stepAt = ({ left, right }: StagesLayout, x: number, steps: number): number =>
  Math.round((steps * (x - left)) / Math.max(1, right - left));
